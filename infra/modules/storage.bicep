param name string
param location string
param tags object
param publicNetwork bool
param zoneRedundant bool

@description('The host\'s own storage, the task hub, and what the product keeps: its tables and its large bodies, which the app makes when it first needs them.')
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicNetwork ? 'Allow' : 'Deny', bypass: 'AzureServices' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }

    resource deployments 'containers' = { name: 'deployments' }
  }
}

output id string = account.id
output name string = account.name
output deploymentContainer string = account::blobs::deployments.name
