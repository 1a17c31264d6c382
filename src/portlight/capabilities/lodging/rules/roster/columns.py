"""What a roster of people who lodge is read for, as the accommodation registration form (境外人员住宿登记表) asks."""

from __future__ import annotations

from collections.abc import Mapping

from portlight.toolkit.rosters import columns
from portlight.toolkit.rosters.columns import Columns

# What a row cannot do without; a name stands in one cell or in two.
NEEDED = ("name", "nationality", "birth_date", "doc_number", "arrival_date")
HEADINGS: Mapping[str, tuple[str, str]] = {
    **columns.HEADINGS,
    "arrival_date": ("入住日期", "Move-in date"),
    "departure_date": ("拟离开日期", "Intended departure"),
    "address_district": ("现住址区", "Address: district"),
    "address": ("住址", "Address"),
    "room": ("房号", "Room number"),
    "host_name": ("留宿人/房东姓名", "Host/landlord"),
}
_NAMES: Mapping[str, str] = {
    **columns.NAMES,
    "arrival_date": (
        "入住日期|入住时间|住宿日期|到达日期|move in date|move in|moved in|arrival|arrival date|arrival time|check in|"
        "check in date|checkin|checkin date|date of arrival|arrived|arrived on|start date|stay from|from|"
        "date d arrivée|anreise|llegada"
    ),
    "departure_date": (
        "拟离开日期|离开日期|离店日期|退房日期|拟离店日期|"
        "intended departure|departure|departure date|check out|checkout|"
        "check out date|checkout date|leaving|leaving on|leaving date|date of departure|end date|stay to|to|"
        "date de départ|abreise|salida"
    ),
    "address_district": "现住址区|区|所属区|行政区|address district|district",
    "address": (
        "地址|住址|现住址|居住地址|住宿地址|详细地址|街道路|"
        "街道|address street|address|street road|street|street address|"
        "address in china|address in shanghai|residential address"
    ),
    "room": (
        "房号|房间号|房间|室号|期座楼号|address building|room|room no|room number|phase building floor room|"
        "building and room|flat|apartment|unit|zimmer|chambre|habitación"
    ),
    "host_name": "留宿人房东姓名|房东姓名|留宿人|房东|host name|host landlord|host|landlord",
}
# Asked for on other forms, and passed over here without a word: the institution's own, or the form's.
_PASSED_OVER: Mapping[str, str] = {
    "number": "序号|编号|no|nr|number|row|id|s n|serial|serial number|num",
    "phone": "联系电话|电话|手机|手机号|phone|telephone|mobile|mobile number|phone number|tel",
    "email": "电子邮箱|邮箱|email|e mail|e mail address|email address",
    "note": "备注|说明|note|notes|remark|remarks|comment|comments",
    "address_community": "小区|residential community|address community|community",
    "visa_number": "签证号码|签证注号码|visa number|visa permit number|visa no",
    "visa_issue_place": "签证签发地|visa place of issue",
    "doc_issue_place": "签发地|place of issue|doc issue place",
    "entry_port": "入境口岸|port of entry|entry port",
    "entries": "可入境次数|permitted entries|entries",
    "stay_reason": "停留事由|事由|reason of stay|stay reason|reason|purpose",
    "occupation": "在华身份|职业|occupation|occupation identity in china",
    "home_address": "国境外常住地址|permanent address abroad|home address",
    "from_where": "由来何处|coming from|from where",
    "to_where": "去何处|to where",
    "previous_address": "迁来前住处|previous address in china|previous address",
    "host_unit": "接待单位|留宿单位|接待单位留宿单位|receiving unit|host unit",
    "host_relation": "与留宿人关系|relation to host|host relation",
    "declarant_role": "申报人身份|declarant role|declarant self host hotel institution",
}
READ = tuple(_NAMES)
COLUMNS = Columns(needed=NEEDED, headings=HEADINGS, names=_NAMES, passed_over=_PASSED_OVER)
