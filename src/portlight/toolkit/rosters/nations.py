"""Which country a cell means: a code of two or three letters, as a passport prints it, or a name in any language."""

from __future__ import annotations

from functools import cache

from portlight.toolkit import countries
from portlight.toolkit.languages import CODES
from portlight.toolkit.rosters.columns import plain

_COMMON = """
USA=america american unitedstatesofamerica us usofa theunitedstates estadosunidos 美国人 美
GBR=uk greatbritain britain british england english scotland scottish wales welsh northernireland 英国人 英
KOR=southkorea republicofkorea korea korean southkorean rok korearepublicof 南韩 大韩民国 韩
PRK=northkorea dprk northkorean democraticpeoplesrepublicofkorea 北韩 朝鲜民主主义人民共和国
RUS=russianfederation russian 俄国 俄罗斯联邦 俄
VNM=vietnam vietnamese socialistrepublicofvietnam
CIV=ivorycoast cotedivoire ivorian 科特迪瓦
NLD=holland dutch thenetherlands
ARE=uae emirates emirati 阿联酋
MMR=burma burmese myanmar
CZE=czechrepublic czech 捷克共和国
HKG=hongkong hongkongsar hongkongsarchina 香港 中国香港 hongkongchina
MAC=macau macao macausar macaosar macaochina 澳门 中国澳门
TWN=taiwan taiwanchina chinesetaipei 台湾 中国台湾 taiwanprovinceofchina
CHN=prc peoplesrepublicofchina chinese mainlandchina 中华人民共和国
FRA=french 法
DEU=german 德
JPN=japanese 日
ITA=italian
ESP=spanish
PRT=portuguese
CAN=canadian
AUS=australian
NZL=newzealander kiwi
IND=indian
PAK=pakistani
BGD=bangladeshi
LKA=srilankan
NPL=nepalese nepali
THA=thai
MYS=malaysian
SGP=singaporean
IDN=indonesian
PHL=filipino filipina philippine thephilippines
KHM=cambodian
LAO=laos laotian laopdr laopeoplesdemocraticrepublic
MNG=mongolian
KAZ=kazakh kazakhstani
UZB=uzbek
KGZ=kyrgyz
TJK=tajik
TKM=turkmen
UKR=ukrainian
BLR=belarusian byelorussia
POL=polish
SWE=swedish
NOR=norwegian
DNK=danish
FIN=finnish
ISL=icelandic
IRL=irish republicofireland eire
CHE=swiss
AUT=austrian
BEL=belgian
GRC=greek
TUR=turkey turkish turkiye 土耳其
IRN=iran iranian persia islamicrepublicofiran
IRQ=iraqi
ISR=israeli
SAU=saudi saudiarabian ksa
EGY=egyptian
SYR=syria syrian syrianarabrepublic
LBN=lebanese
JOR=jordanian
MAR=moroccan
DZA=algerian
TUN=tunisian
ZAF=southafrican
NGA=nigerian
KEN=kenyan
ETH=ethiopian
GHA=ghanaian
TZA=tanzania tanzanian unitedrepublicoftanzania
COD=drc drcongo democraticrepublicofthecongo
COG=congo republicofthecongo
BRA=brazilian brasil
MEX=mexican
ARG=argentine argentinian argentinean
CHL=chilean
COL=colombian
PER=peruvian
VEN=venezuela venezuelan
BOL=bolivia bolivian
CUB=cuban
HUN=hungarian
ROU=romanian
BGR=bulgarian
SRB=serbian
HRV=croatian
SVK=slovak
SVN=slovenian slovene
MDA=moldova moldovan republicofmoldova
MKD=macedonia macedonian
CPV=capeverde
SWZ=swaziland
TLS=easttimor
PSE=palestine palestinian
VAT=vatican holysee vaticancity
RKS=kosovo xkx unk
XXA=stateless 无国籍
XXB=refugee 难民
"""


def code_of(text: str) -> str | None:
    """The alpha-3 code, or a special one of ICAO Doc 9303-3; None where no country is called so."""
    asked = countries.printed(text)
    if countries.known(asked):
        return asked
    named = plain(text)
    if named.endswith(("人", "籍")):
        named = named[:-1]
    return _first().get(named) or _others().get(named)


@cache
def _first() -> dict[str, str]:
    """Codes of two letters, names in English and Chinese, and what people write instead."""
    known = {plain(name): code for language in ("zh-Hans", "en") for code, name in countries.choices(language)}
    for line in _COMMON.split("\n"):
        code, _, names = line.partition("=")
        known |= dict.fromkeys(names.split(), code)
    return known | {short.lower(): code for code, short in countries.ALPHA2.items()}


@cache
def _others() -> dict[str, str]:
    """Names in the other languages of the office: read once somebody writes one."""
    return {
        plain(name): code
        for language in CODES
        if language not in ("zh-Hans", "en")
        for code, name in countries.choices(language)
    }
