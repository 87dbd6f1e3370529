param name string
param location string
param tags object
param publicNetwork bool
param purgeProtection bool

@description('The partners\' credentials, and each new customer\'s first admin credentials until they are handed over.')
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicNetwork ? 'Allow' : 'Deny', bypass: 'AzureServices' }
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
