"""Tencent's answers one by one (cloud.tencent.com/document/api/382/55981, "error codes"; common errors of API 3.0).

A code stands for the whole call in `Response.Error`, or for one number in `SendStatusSet`; it means the same in both.
"""

from __future__ import annotations

from portlight.channels.sms.verdicts import About
from portlight.channels.sms.verdicts import about as _about

CODES: dict[str, About] = {
    # the number
    "InvalidParameterValue.IncorrectPhoneNumber": About.DEAD,
    "FailedOperation.PhoneNumberParseFail": About.DEAD,
    "FailedOperation.PhoneNumberInBlacklist": About.ADDRESS,  # stopped by its owner or the network
    "UnsupportedOperation.UnsupportedRegion": About.ADDRESS,
    "UnsupportedOperation.UnsuportedRegion": About.ADDRESS,  # as older answers spell it
    "LimitExceeded.AppCountryOrRegionInBlacklist": About.ADDRESS,
    # its frequency guard
    "LimitExceeded.PhoneNumberThirtySecondLimit": About.MINUTE,
    "LimitExceeded.DeliveryFrequencyLimit": About.MINUTE,
    "LimitExceeded.PhoneNumberOneHourLimit": About.HOUR,
    "LimitExceeded.PhoneNumberDailyLimit": About.DAY,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": About.DAY,
    # what was filled in
    "InvalidParameterValue.TemplateParameterFormatError": About.CONTENT,
    "InvalidParameterValue.TemplateParameterLengthLimit": About.CONTENT,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": About.CONTENT,
    "InvalidParameterValue.ContentLengthLimit": About.CONTENT,
    "InvalidParameter.DirtyWordFound": About.CONTENT,
    "FailedOperation.ContainSensitiveWord": About.CONTENT,
    "LimitExceeded.PhoneNumberCountLimit": About.CONTENT,
    "MissingParameter": About.CONTENT,
    "InvalidParameter": About.CONTENT,
    "FailedOperation.JsonParseFail": About.CONTENT,
    "FailedOperation.FailResolvePacket": About.CONTENT,
    "FailedOperation.MarketingSendTimeConstraint": About.CONTENT,
    # the template and the sign of this message
    "FailedOperation.SignatureIncorrectOrUnapproved": About.TEMPLATE,
    "FailedOperation.MissingSignature": About.TEMPLATE,
    "FailedOperation.TemplateIncorrectOrUnapproved": About.TEMPLATE,
    "FailedOperation.TemplateUnapprovedOrNotExist": About.TEMPLATE,
    "FailedOperation.TemplateIdNotExist": About.TEMPLATE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": About.TEMPLATE,
    "InvalidParameterValue.UnsupportedTemplateVariable": About.TEMPLATE,
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone": About.TEMPLATE,
    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone": About.TEMPLATE,
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber": About.CONTENT,
    # the account
    "FailedOperation.InsufficientBalanceInSmsPackage": About.ACCOUNT,
    "UnauthorizedOperation": About.ACCOUNT,  # the family: SdkAppIdIsDisabled, ServiceSuspendDueToArrears, …
    "InvalidParameterValue.SdkAppIdNotExist": About.ACCOUNT,
    "InvalidParameter.AppidAndBizId": About.ACCOUNT,
    "AuthFailure": About.ACCOUNT,  # the family: SignatureFailure, SecretIdNotFound, SignatureExpire, …
    "FailedOperation.NotEnterpriseCertification": About.ACCOUNT,
    "InternalError.SigVerificationFail": About.ACCOUNT,
    "InternalError.SigFieldMissing": About.ACCOUNT,
    "InternalError.RequestTimeException": About.ACCOUNT,  # our clock is off
    "IpNotInWhitelist": About.ACCOUNT,
    "IpInBlacklist": About.ACCOUNT,
    "InvalidAction": About.ACCOUNT,
    "NoSuchVersion": About.ACCOUNT,
    "ResourceUnavailable": About.ACCOUNT,
    "LimitExceeded.AppDailyLimit": About.QUOTA,
    "LimitExceeded.DailyLimit": About.QUOTA,
    "LimitExceeded.AppGlobalDailyLimit": About.QUOTA,
    "LimitExceeded.AppMainlandChinaDailyLimit": About.QUOTA,
    "LimitExceeded.AppCountryOrRegionDailyLimit": About.QUOTA,
    # just now
    "RequestLimitExceeded": About.FAST,
    "LimitExceeded.GlobalSmsSendingRateLimit": About.FAST,
    "InternalError.OtherError": About.LATER,
    "InternalError.UnknownError": About.DOUBT,
    "InternalError.JsonParseFail": About.LATER,
    "InternalError.RestApiInterfaceNotExist": About.ACCOUNT,
    # the vendor waited for its own back end: whether that has sent it nobody says
    "InternalError.Timeout": About.DOUBT,
    "InternalError.SendAndRecvFail": About.DOUBT,
    "InternalError.ParseBackendResponseFail": About.DOUBT,
    "InternalError": About.DOUBT,
    "FailedOperation.OtherError": About.LATER,
    "FailedOperation.ParametersOtherError": About.LATER,
    "FailedOperation": About.LATER,
}


def about(code: str) -> About:
    return _about(code, CODES)
