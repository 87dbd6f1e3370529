param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param deploymentContainer string
param serviceBusName string
param vaultUri string
param purgeDeleted bool
param insightsConnection string
param subnetId string
param partners object
param authentication object
param settings object
param instanceMemory int
param maximumInstances int
param alwaysReadyInstances int
param zoneRedundant bool

var storageSuffix = environment().suffixes.storage
var serviceBusSuffix = 'servicebus.${environment().name == 'AzureUSGovernment' ? 'usgovcloudapi.net' : environment().name == 'AzureChinaCloud' ? 'chinacloudapi.cn' : 'windows.net'}'

var siteSuffix = environment().name == 'AzureUSGovernment' ? 'azurewebsites.us' : environment().name == 'AzureChinaCloud' ? 'chinacloudsites.cn' : 'azurewebsites.net'
// Where Partner Center and approvers reach the app; with a domain of its own, set both through the settings.
var publicAddress = 'https://${name}.${siteSuffix}'

// No connection string anywhere: every service is reached as the identity.
var own = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  // Off in host.json: without Application Insights the engine would warn at each start.
  AzureFunctionsJobHost__extensions__durableTask__tracing__distributedTracingEnabled: 'true'
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  ServiceBus__FullyQualifiedNamespace: '${serviceBusName}.${serviceBusSuffix}'
  Storage__TableEndpoint: 'https://${storageName}.table.${storageSuffix}'
  Storage__BlobEndpoint: 'https://${storageName}.blob.${storageSuffix}'
  KeyVault__Uri: vaultUri
  KeyVault__PurgeDeleted: string(purgeDeleted)
  Authentication__Mode: 'EntraId'
  Authentication__Audience: authentication.audience
  Authentication__Issuer: authentication.issuer
  Authentication__TenantId: authentication.tenantId
  Authentication__PageClientId: authentication.?pageClientId ?? ''
  Authentication__PageScope: authentication.?pageScope ?? ''
  Approvals__PublicAddress: publicAddress
  Webhooks__PublicAddress: publicAddress
}
var partnerSettings = flatten(map(items(partners), partner => map(items(partner.value), member => { name: 'Partners__${partner.key}__${member.key}', value: string(member.value) })))

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${storageName}.blob.${storageSuffix}/${deploymentContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        // With some, the first caller after a quiet night need not wait for a cold start.
        alwaysReady: alwaysReadyInstances == 0 ? [] : map(['http', 'durable'], kind => { name: kind, instanceCount: alwaysReadyInstances })
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: concat(map(items(union(own, settings)), setting => { name: setting.key, value: string(setting.value) }), partnerSettings)
    }
  }
}

@description('Deployment goes through the identity; passwords for it are off.')
resource basicPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [
  for kind in ['ftp', 'scm']: {
    parent: app
    name: any(kind)
    properties: { allow: false }
  }
]

output id string = app.id
output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
