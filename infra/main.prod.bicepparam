using 'main.bicep'

// Production: private network, no purge before its time, capacity for many onboardings at once.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
// Without it this file does not compile.
param alertAddress = readEnvironmentVariable('ALERT_ADDRESS')
param authentication = {
  audience: readEnvironmentVariable('API_AUDIENCE', 'api://onboarding')
  issuer: 'https://login.microsoftonline.com/${readEnvironmentVariable('AZURE_TENANT_ID', '00000000-0000-0000-0000-000000000000')}/v2.0'
  tenantId: readEnvironmentVariable('AZURE_TENANT_ID', '00000000-0000-0000-0000-000000000000')
  pageClientId: readEnvironmentVariable('PAGE_CLIENT_ID', '')
}
param partners = {
  default: {
    BaseAddress: 'https://api.partnercenter.microsoft.com'
    Authority: 'https://login.microsoftonline.com'
    TenantId: readEnvironmentVariable('PARTNER_TENANT_ID', '00000000-0000-0000-0000-000000000000')
    ClientId: readEnvironmentVariable('PARTNER_CLIENT_ID', '00000000-0000-0000-0000-000000000000')
    CredentialName: 'partner-default'
    Kind: 'IndirectProvider'
    Cloud: 'Public'
    Environment: 'Production'
  }
}
param privateNetwork = true
param purgeProtection = true
param instanceMemory = 4096
param maximumInstances = 100
param alwaysReadyInstances = 1
param zoneRedundant = true
param availabilityTest = true
param settings = {
  Waits__Operator: '30.00:00:00'
}
