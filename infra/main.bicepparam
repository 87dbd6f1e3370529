using 'main.bicep'

// A first environment: open network, the vendor's sandbox, nothing that costs while nothing happens. azd fills in what it asks for.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param alertAddress = readEnvironmentVariable('ALERT_ADDRESS', '')
param authentication = {
  audience: readEnvironmentVariable('API_AUDIENCE', 'api://onboarding-dev')
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
    Kind: 'DirectBill'
    Cloud: 'Public'
    Environment: 'Sandbox'
  }
}
