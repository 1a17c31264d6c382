"""The checks between languages, by tables of planted faults: each fault is found, and nothing else is."""

from __future__ import annotations

import pytest

from portlight.capabilities.notices.reference import sample, sheets
from portlight.capabilities.notices.rules import slots
from portlight.capabilities.notices.rules.compare import Comparison, compare, facts_of
from portlight.toolkit.languages import CODES

SAID = {
    "zh-Hans": "大厅自2020年2月17日上午9点至下午5点开放，同时不超过50人，累计17万余人。热线 021-28951900。费用160元，"
    "7至15个工作日。https://www.example.cn/a",
    "en": "The hall is open from 17 February 2020, 9 a.m. to 5 p.m., at most 50 people; over 170,000 so far. "
    "Hotline +86 21 2895 1900. Fee 160 yuan, 7–15 working days. https://www.example.cn/a",
    "de": "Die Halle ist ab 17. Februar 2020 von 9 bis 17 Uhr geöffnet, höchstens 50 Personen; bisher über 170.000. "
    "Telefon 021-2895 1900. Gebühr 160 Yuan, 7 bis 15 Werktage. example.cn/a",
    "fr": "La salle est ouverte dès le 17 février 2020 de 9 h à 17 h, 50 personnes au plus ; plus de 170 000 à ce jour."
    " Tél. 021 2895 1900. Frais 160 yuans, 7 à 15 jours ouvrables. https://example.cn/a",
    "ru": "Зал открыт с 17 февраля 2020 г. с 9:00 до 17:00, не более 50 человек; всего более 170 тыс. "
    "Телефон 021-28951900. Сбор 160 юаней, 7–15 рабочих дней. https://www.example.cn/a",
    "ar": "القاعة مفتوحة من 17 فبراير 2020 من الساعة 9 إلى الساعة 17، بحد أقصى 50 شخصا، وأكثر من ١٧٠٬٠٠٠ حتى الآن. "
    "الهاتف 021-28951900. الرسم 160 يوانا، 7 إلى 15 يوم عمل. https://www.example.cn/a",
    "ja": "ホールは2020年2月17日から午前9時～午後5時、同時に50人まで、累計17万人余り。電話021-28951900。"
    "手数料160元、7～15営業日。https://www.example.cn/a",
    "ko": "홀은 2020년 2월 17일부터 오전 9시~오후 5시, 동시에 50명까지, 누계 17만여 명. 전화 021-28951900. "
    "수수료 160위안, 7~15영업일. https://www.example.cn/a",
    "es": "La sala abre desde el 17 de febrero de 2020 de 9:00 a 17:00, 50 personas como máximo; más de 170.000 hasta "
    "ahora. Tel. 021-28951900. Tasa 160 yuanes, de 7 a 15 días laborables. https://www.example.cn/a",
}


def found(result: Comparison) -> list[tuple[str, str, str]]:
    return [(finding.kind, finding.source, finding.target) for finding in result.findings]


@pytest.mark.parametrize("source", CODES)
@pytest.mark.parametrize("target", CODES)
def test_the_same_said_in_two_languages_passes(source: str, target: str) -> None:
    if source != target:
        assert found(compare(SAID[source], source, SAID[target], target)) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong", "kind"),
    [
        ("en", "2895 1900", "2895 1909", "phone"),
        ("fr", "2895 1900", "2895 1090", "phone"),
        ("ko", "021-28951900", "021-28951901", "phone"),
        ("ar", "021-28951900", "021-28951990", "phone"),
        ("en", "17 February", "18 February", "date"),
        ("de", "17. Februar", "17. März", "date"),
        ("ru", "17 февраля 2020", "17 февраля 2021", "date"),
        ("ar", "17 فبراير", "17 مارس", "date"),
        ("ja", "2月17日", "2月7日", "date"),
        ("es", "17 de febrero", "27 de febrero", "date"),
        ("en", "5 p.m.", "6 p.m.", "time"),
        ("de", "17 Uhr", "18 Uhr", "time"),
        ("ru", "17:00", "17:30", "time"),
        ("en", "50 people", "60 people", "number"),
        ("fr", "170 000", "17 000", "number"),
        ("ja", "17万人", "18万人", "number"),
        ("ko", "160위안", "190위안", "number"),
        ("es", "15 días", "20 días", "number"),
        ("ar", "١٧٠٬٠٠٠", "١٧٬٠٠٠", "number"),
        ("de", "example.cn/a", "example.cn/b", "link"),
        ("en", "www.example.cn", "www.example.com", "link"),
    ],
)
def test_a_planted_fault_is_found_and_blocks(language: str, right: str, wrong: str, kind: str) -> None:
    assert right in SAID[language]
    result = compare(SAID["zh-Hans"], "zh-Hans", SAID[language].replace(right, wrong), language)
    assert [finding.kind for finding in result.findings] == [kind]
    assert result.verdict == "block"
    assert result.findings[0].source
    assert result.findings[0].target


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("六项举措", "6 measures for everyone", "en"),
        ("共六项举措", "Шесть мер, всего 6", "ru"),
        ("请在 3 日内前来", "Please come within three days", "en"),
        ("请在 7 日内前来办理", "Kommen Sie binnen sieben Tagen", "de"),
        ("请在 5 日内前来办理", "Venga en un plazo de cinco días", "es"),
        ("2 个工作日", "يوما عمل اثنان", "ar"),
    ],
)
def test_small_numbers_may_be_words(source: str, target: str, language: str) -> None:
    assert found(compare(source, "zh-Hans", target, language)) == []


def test_a_number_beyond_twelve_must_be_written() -> None:
    result = compare("办结时限为15个工作日。", "zh-Hans", "Decided within fifteen working days.", "en")
    assert found(result) == [("number", "15", "")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wear an N95 mask against COVID-19 and SARS-CoV-2.", "en"),
        ("1. Green channel\n2. The hall", "en"),
    ],
)
def test_names_and_list_markers_are_not_numbers(text: str, language: str) -> None:
    assert facts_of(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("The hall is closed today.", "ru", "Latn"),
        ("Зал сегодня закрыт.", "fr", "Cyrl"),
        ("大厅今天关闭，请不要前来。大厅今天关闭，请不要前来。", "ja", "Hans"),
        ("辦證大廳關閉，請不要前來，電話請撥打熱線。", "zh-Hans", "Hant"),
        ("ホールは本日閉まっています。", "zh-Hans", "Jpan"),
        ("القاعة مغلقة اليوم", "ko", "Arab"),
    ],
)
def test_the_wrong_script_blocks(text: str, language: str, script: str) -> None:
    result = compare("Der Saal ist heute geschlossen.", "de", text, language)
    assert ("script", language, script) in found(result)
    assert result.verdict == "block"


def test_german_where_french_belongs_is_a_warning_only() -> None:
    german = (
        "Die Halle ist geschlossen und Sie werden nicht eingelassen, weil die Regeln mit dem Tag nicht gelten oder das"
    )
    result = compare("大厅关闭。", "zh-Hans", german + " ist so.", "fr")
    assert [finding.kind for finding in result.findings] == ["language"]
    assert result.verdict == "warn"


def test_an_untranslated_text_blocks() -> None:
    assert compare("Bonjour à tous", "fr", "Bonjour à tous", "es").verdict == "block"


def test_an_empty_text_blocks() -> None:
    assert found(compare("大厅关闭", "zh-Hans", " \n", "en")) == [("empty", "", "")]


def test_a_missing_paragraph_is_a_warning() -> None:
    result = compare("一\n\n二\n\n三", "zh-Hans", "One\n\nTwo", "en")
    assert (result.verdict, found(result)) == ("warn", [("paragraphs", "3", "2")])


def test_the_same_number_twice_need_be_said_once() -> None:
    assert found(compare("热线 021-28951900，仍是 021-28951900。", "zh-Hans", "Hotline 021-28951900.", "en")) == []


@pytest.mark.parametrize("language", CODES)
def test_the_sample_notice_says_the_same_in_every_language(language: str) -> None:
    texts = {code: content.decode() for code, content in sample()}
    if language != "zh-Hans":
        assert found(compare(texts["zh-Hans"], "zh-Hans", texts[language], language)) == []


def test_twelve_prepared_notices_and_more_ship() -> None:
    assert len(list(sheets())) >= 12


@pytest.mark.parametrize("sheet", list(sheets()), ids=lambda sheet: sheet.key)
def test_a_prepared_notice_says_the_same_in_every_language_when_filled(sheet) -> None:
    of_type = {
        "date": "2026-12-0{n}",
        "time": "1{n}:30",
        "number": "2{n}",
        "phone": "021-5550 016{n}",
        "link": "https://p.example/r{n}",
    }
    values = {name: of_type[kind].format(n=n) for n, (name, kind) in enumerate(sheet.slots.items(), start=1)}
    filled = {}
    for code in CODES:
        title, body = sheet.texts[code]
        assert slots.slots_in(title + body) == set(sheet.slots), code
        filled[code] = slots.fill(f"{title}\n\n{body}", values, sheet.slots, code)
    for code in CODES:
        if code != "zh-Hans":
            assert found(compare(filled["zh-Hans"], "zh-Hans", filled[code], code)) == [], code


@pytest.mark.parametrize(
    ("source", "target", "language", "pair"),
    [
        ("7个工作日内办结", "Decided within 7 days", "en", ("7个工作日", "7 days")),
        ("24小时内登记", "Register within 24 days", "en", ("24小时", "24 days")),
        ("15个工作日", "15 jours", "fr", ("15个工作日", "15 jours")),
        ("15个工作日", "15 Tage", "de", ("15个工作日", "15 Tage")),
        ("入住后24小时内", "в течение 24 дней", "ru", ("24小时", "24 дней")),
        ("停留30天", "30 meses", "es", ("30天", "30 meses")),
        ("7个工作日", "7 أيام", "ar", ("7个工作日", "7 أيام")),
        ("7个工作日", "7日以内", "ja", ("7个工作日", "7日以内")),
        ("7个工作日", "7일 이내", "ko", ("7个工作日", "7일")),
    ],
)
def test_the_same_number_must_count_the_same_thing(source: str, target: str, language: str, pair: tuple) -> None:
    assert ("unit", *pair) in found(compare(source, "zh-Hans", target, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("within 7 working days", "en"), ("binnen 7 Werktagen", "de"), ("dans les 7 jours ouvrables", "fr"),
        ("в течение 7 рабочих дней", "ru"), ("en 7 días laborables", "es"), ("7営業日以内", "ja"),
        ("7영업일 이내", "ko"), ("خلال 7 أيام عمل", "ar"),
    ],
)  # fmt: skip
def test_working_days_are_working_days_in_every_language(text: str, language: str) -> None:
    assert [f for f in found(compare("7个工作日内", "zh-Hans", text, language)) if f[0] in {"unit", "number"}] == []


def test_another_day_of_the_week_is_a_warning() -> None:
    result = compare("大厅周一关闭", "zh-Hans", "The hall is closed on Tuesday", "en")
    assert (result.verdict, found(result)) == ("warn", [("weekday", "周一", "Tuesday")])
    for text, language in [
        ("lundi", "fr"),
        ("montags", "de"),
        ("в понедельник", "ru"),
        ("月曜日", "ja"),
        ("يوم الإثنين", "ar"),
    ]:
        assert "weekday" not in [kind for kind, *_ in found(compare("周一关闭", "zh-Hans", text, language))], text


def test_a_day_and_month_with_a_slash_is_a_date() -> None:
    assert found(compare("2月17日关闭", "zh-Hans", "Fermé le 17/02", "fr")) == []
    assert [kind for kind, *_ in found(compare("2月17日关闭", "zh-Hans", "Fermé le 18/02", "fr"))] == ["date"]
