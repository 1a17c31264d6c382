"""Countries by ISO 3166-1 code: alpha-3 as travel papers print it (ICAO Doc 9303-3), names from CLDR."""

from __future__ import annotations

from functools import cache

from babel import Locale

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
# Codes a travel paper may carry beside those of countries: stateless person, refugee, other, United Nations, Kosovo.
SPECIAL = frozenset({"XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "XOM", "XPO", "EUE", "RKS"})


# What papers print beside ISO 3166-1 (ICAO Doc 9303-3, 5): Germany's one letter, and the British by their kind.
_PRINTED = {"D": "DEU", **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR")}


def printed(code: str) -> str:
    """The country of a code as a travel paper prints it: `D<<` is DEU. What is not known stays as it is."""
    plain = code.strip("< ").upper()
    return _PRINTED.get(plain, plain)


def known(code: str) -> bool:
    return code in ALPHA2 or code in SPECIAL


def name(code: str, language: str) -> str:
    """The country's name in that language; the code itself where there is none."""
    return _names(language).get(ALPHA2.get(code, ""), code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(alpha-3, name), sorted by name as far as code points sort; for a list to choose from."""
    return tuple(sorted(((code, name(code, language)) for code in ALPHA2), key=lambda pair: pair[1]))


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language, sep="-").territories)
