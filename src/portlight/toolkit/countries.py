"""Countries by ISO 3166-1 code: alpha-3 as travel papers print it (ICAO Doc 9303-3), names from CLDR."""

from __future__ import annotations

from functools import cache

from babel import Locale

from portlight.toolkit.languages import CODES

# alpha-3 and alpha-2 of every current entry of ISO 3166-1.
_PAIRS = (
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ "
    "BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB "
    "BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM "
    "CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER "
    "ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN "
    "GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU "
    "IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG "
    "KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO "
    "MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR "
    "MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR "
    "NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA "
    "REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM "
    "SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK "
    "TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC "
    "VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW "
).split()
ALPHA2: dict[str, str] = {pair[:3]: pair[3:] for pair in _PAIRS}
# Codes a travel paper may carry beside those of countries (ICAO Doc 9303-3, 5): where CLDR has a name for it, its code
# there; for the others what they are called, in the order of `CODES`.
_CLDR = {"UNO": "UN", "EUE": "EU", "RKS": "XK"}
_CALLED = {
    "XXA": (
        "无国籍人", "Stateless person", "Лицо без гражданства", "Personne apatride", "Staatenlose Person", "無国籍者",
        "무국적자", "Persona apátrida", "شخص عديم الجنسية",
    ),
    "XXB": (
        "难民", "Refugee", "Беженец", "Personne réfugiée", "Flüchtling", "難民", "난민", "Persona refugiada", "لاجئ",
    ),
    "XXC": (
        "公约以外的难民", "Refugee outside the Convention", "Беженец вне Конвенции",
        "Personne réfugiée hors Convention", "Flüchtling außerhalb des Abkommens", "条約によらない難民",
        "협약 외의 난민", "Persona refugiada fuera de la Convención", "لاجئ خارج نطاق الاتفاقية",
    ),
    "XXX": (
        "国籍未注明", "Nationality not stated", "Гражданство не указано", "Nationalité non précisée",
        "Staatsangehörigkeit nicht angegeben", "国籍の記載なし", "국적 미기재", "Nacionalidad no especificada",
        "جنسية غير محددة",
    ),
    "UNA": (
        "联合国专门机构", "Specialised agency of the United Nations", "Специализированное учреждение ООН",
        "Institution spécialisée des Nations Unies", "Sonderorganisation der Vereinten Nationen", "国際連合専門機関",
        "유엔 전문기구", "Organismo especializado de las Naciones Unidas", "وكالة متخصصة تابعة للأمم المتحدة",
    ),
    "XOM": (
        "马耳他骑士团", "Sovereign Military Order of Malta", "Суверенный Мальтийский орден", "Ordre souverain de Malte",
        "Souveräner Malteserorden", "マルタ騎士団", "몰타 기사단", "Soberana Orden de Malta", "منظمة فرسان مالطا",
    ),
    "XPO": (
        "国际刑警组织", "INTERPOL", "Интерпол", "INTERPOL", "INTERPOL", "国際刑事警察機構", "인터폴", "INTERPOL",
        "الإنتربول",
    ),
}  # fmt: skip
SPECIAL = frozenset({*_CLDR, *_CALLED})


# What papers print beside ISO 3166-1 (ICAO Doc 9303-3, 5): Germany's one letter, and the British by their kind.
_PRINTED = {"D": "DEU", **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR")}


def printed(code: str) -> str:
    """The country of a code as a travel paper prints it: `D<<` is DEU. What is not known stays as it is."""
    plain = code.strip("< ").upper()
    return _PRINTED.get(plain, plain)


def known(code: str) -> bool:
    return code in ALPHA2 or code in SPECIAL


def name(code: str, language: str) -> str:
    """What the country, or a special code, is called in that language; the code itself where there is no name."""
    if code in _CALLED:
        return _CALLED[code][CODES.index(language)]
    return _names(language).get(ALPHA2.get(code) or _CLDR.get(code, ""), code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(alpha-3, name), sorted by name as far as code points sort; for a list to choose from."""
    return tuple(sorted(((code, name(code, language)) for code in ALPHA2), key=lambda pair: pair[1]))


@cache
def nationalities(language: str) -> tuple[tuple[str, str], ...]:
    """The countries, and after them the special codes: everything a travel paper may say of its holder."""
    return (*choices(language), *((code, name(code, language)) for code in (*_CALLED, *_CLDR)))


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language, sep="-").territories)
