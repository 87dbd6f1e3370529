namespace PartnerCenter;

/// <summary>A partner profile that is missing or wrong; the message names the key and what was expected.</summary>
public sealed class PartnerCenterConfigurationException(string message, Exception? innerException = null)
    : Exception(message, innerException);
