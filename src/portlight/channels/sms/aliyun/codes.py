"""Aliyun's answers one by one (help.aliyun.com, "API error codes" of Short Message Service; common errors of RPC).

A call is taken or refused as a whole; of a refusal that is about one number the call is halved until that number
stands alone.
"""

from __future__ import annotations

import re

from portlight.channels.sms.verdicts import About
from portlight.channels.sms.verdicts import about as _about

CODES: dict[str, About] = {
    # the number
    "isv.MOBILE_NUMBER_ILLEGAL": About.DEAD,
    "isv.PHONE_NUMBER_ILLEGAL": About.DEAD,  # the same, of international numbers
    "isv.DENY_IP_RANGE": About.ACCOUNT,  # our own server is not on the account's list
    "isv.NOT_SUPPORTED_COUNTRY": About.ADDRESS,
    "isv.COUNTRY_RESTRICTED": About.ADDRESS,
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": About.ADDRESS,  # an international template to a mainland number
    "isv.BLACK_LIST_CONTROL": About.ADDRESS,
    # its frequency guard; which of the three spans says the message (see `about`)
    "isv.BUSINESS_LIMIT_CONTROL": About.DAY,
    "BUSINESS_LIMIT_CONTROL_MINUTE": About.MINUTE,
    "isv.BUSINESS_LIMIT_HOUR": About.HOUR,
    "isv.BUSINESS_LIMIT_DAY": About.DAY,
    "BUSINESS_LIMIT_CONTROL_PHONE": About.DAY,
    # what was filled in
    "isv.INVALID_PARAMETERS": About.CONTENT,
    "isv.INVALID_JSON_PARAM": About.CONTENT,
    "isv.PARAM_LENGTH_LIMIT": About.CONTENT,
    "isv.PARAM_NOT_SUPPORT_URL": About.CONTENT,
    "isv.BLACK_KEY_CONTROL_LIMIT": About.CONTENT,
    "isv.TEMPLATE_MISSING_PARAMETERS": About.TEMPLATE,
    "isv.TEMPLATE_PARAMS_ILLEGAL": About.CONTENT,
    "isv.MOBILE_COUNT_OVER_LIMIT": About.CONTENT,
    "isv.PHONE_NUMBER_COUNT_OVER_LIMIT": About.CONTENT,
    "isv.EXTEND_CODE_ERROR": About.CONTENT,
    # the template and the sign of this message
    "isv.SMS_TEMPLATE_ILLEGAL": About.TEMPLATE,
    "isv.SMS_CONTENT_ILLEGAL": About.TEMPLATE,
    "isv.SMS_SIGNATURE_ILLEGAL": About.TEMPLATE,
    "isv.SMS_SIGN_ILLEGAL": About.TEMPLATE,
    "isv.SIGN_NAME_ILLEGAL": About.TEMPLATE,
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": About.TEMPLATE,
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT": About.TEMPLATE,
    "isv.SMS_TEST_NUMBER_LIMIT": About.TEMPLATE,
    "isv.CUSTOMER_REFUSED": About.ADDRESS,  # the person has taken herself off
    # the account
    "isv.OUT_OF_SERVICE": About.ACCOUNT,
    "isv.AMOUNT_NOT_ENOUGH": About.ACCOUNT,
    "isv.ACCOUNT_NOT_EXISTS": About.ACCOUNT,
    "isv.ACCOUNT_ABNORMAL": About.ACCOUNT,
    "isv.PRODUCT_UN_SUBSCRIPT": About.ACCOUNT,
    "isv.PRODUCT_UNSUBSCRIBE": About.ACCOUNT,
    "isv.SECURITY_FROZEN_ACCOUNT": About.ACCOUNT,
    "isv.SMS_OVER_LIMIT": About.ACCOUNT,
    "isv.FORBIDDEN_ACTION": About.ACCOUNT,
    "isp.RAM_PERMISSION_DENY": About.ACCOUNT,
    "isv.RAM_CHECK_FAILED": About.ACCOUNT,
    "isv.DAY_LIMIT_CONTROL": About.QUOTA,  # the limit the office itself has set in the console
    "isv.MONTH_LIMIT_CONTROL": About.QUOTA,
    "InvalidAccessKeyId": About.ACCOUNT,  # families of the common errors: InvalidAccessKeyId.NotFound, .Inactive …
    "IncompleteSignature": About.ACCOUNT,
    "SignatureDoesNotMatch": About.ACCOUNT,
    "MissingAuthorization": About.ACCOUNT,
    "InvalidTimeStamp": About.ACCOUNT,  # our clock is off by more than 15 minutes
    "Forbidden": About.ACCOUNT,
    "NoPermission": About.ACCOUNT,
    "InvalidAction": About.ACCOUNT,
    "InvalidVersion": About.ACCOUNT,
    "UnsupportedOperation": About.ACCOUNT,
    # just now
    "SignatureNonceUsed": About.LATER,
    "Throttling": About.FAST,
    "isp.SYSTEM_ERROR": About.LATER,
    "isp.GATEWAY_ERROR": About.LATER,
    "ServiceUnavailable": About.LATER,
    "InternalError": About.DOUBT,  # "an unknown error": nobody says that it was not taken
    "UnknownError": About.DOUBT,
}
_SPANS = ((re.compile("分钟|minute", re.I), About.MINUTE), (re.compile("小时|hour", re.I), About.HOUR))


def about(code: str, message: str) -> About:
    """`isv.BUSINESS_LIMIT_CONTROL` tells its span only in words: 触发分钟级流控, 触发小时级流控, 触发天级流控."""
    found = _about(code, CODES)
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        return next((span for words, span in _SPANS if words.search(message)), About.DAY)
    return found
