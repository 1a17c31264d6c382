from django.utils.translation import gettext_noop

SENTENCES = {
    "places.columns-missing": gettext_noop("These columns are missing in the sheet: {columns}. Use our template."),
    "places.batch-unknown": gettext_noop("Nothing was taken in under this number."),
    "places.not-geojson": gettext_noop("This file is not a GeoJSON collection of areas."),
    "places.datum-unknown": gettext_noop("Say in which datum the points were drawn: wgs84 or gcj02."),
}
FAULTS = {
    "empty": gettext_noop("Fill in this cell."),
    "twice": gettext_noop("This code is there already. Take the row out, or give it another code."),
    "too-long": gettext_noop("This is too long. Shorten it."),
    "district-unknown": gettext_noop("Use the six-digit code of a district of this city."),
    "station-unknown": gettext_noop("Use the code of a station of the list, or take that station in first."),
    "use-unknown": gettext_noop("Use one of: home, hotel, hostel, serviced, institution."),
    "not-a-point": gettext_noop("Write latitude and longitude as degrees with a point, or leave both empty."),
    "datum-unknown": gettext_noop("Say in which datum the points were drawn: wgs84 or gcj02."),
    "not-an-area": gettext_noop("Draw a closed Polygon or MultiPolygon."),
}
