targetScope = 'subscription'

@description('Short name of the environment, such as dev or prod. Part of every resource\'s name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region of all resources; one that offers Flex Consumption.')
param location string

@description('The partners served, by name. Each member becomes an app setting Partners__NAME__MEMBER; the credential itself is put into the vault by hand.')
param partners object

@description('Entra ID application of the API: tokens are made out to it. The page has an application of its own, with which people sign in; without it they paste a token.')
param authentication {
  audience: string
  issuer: string
  tenantId: string
  pageClientId: string?
  pageScope: string?
}

@description('Deadlines, rules and other app settings beside what the modules set, such as Waits__Operator.')
param settings object = {}

@description('Closes storage, queues and vault to the public network and reaches them by private endpoints.')
param privateNetwork bool = false

@description('Deleted secrets cannot be purged before their retention ends, by nobody.')
param purgeProtection bool = false

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Most instances at once.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that are kept running for HTTP, and as many for the engine. Each is billed all month, about 21 USD with 2 GB; 0: the first call after a quiet time waits some seconds for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Spreads instances and storage over the zones of the region. The platform then keeps two instances of each group of functions that is scaled by itself, nine groups here, billed as always ready: about 380 USD a month with 2 GB; storage costs a quarter more.')
param zoneRedundant bool = false

@description('Calls /api/health/ready from five places every five minutes: about 43,000 calls a month, some 25 USD. Flex Consumption has no health check of its own.')
param availabilityTest bool = false

@description('Messages in the queues of the storage account, an hour\'s average, from which on the task hub counts as behind.')
@minValue(1)
param backlogThreshold int = 1000

@description('Who is told by mail when a task is open, something fails, is behind or about to expire. Where a partner\'s Production environment is served there must be somebody.')
param alertAddress string = ''

var servesProduction = contains(map(items(partners), partner => partner.value.Environment), 'Production')
var operators = servesProduction && empty(alertAddress) ? fail('alertAddress is empty and a partner\'s Environment is Production: somebody must be told. Set ALERT_ADDRESS.') : alertAddress
var tags = { 'azd-env-name': environmentName, product: 'onboarding' }
var suffix = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-onboarding-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-onboarding-${environmentName}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { name: 'onboarding-${environmentName}', location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: { name: 'stonb${suffix}', location: location, tags: tags, publicNetwork: !privateNetwork, zoneRedundant: zoneRedundant }
}

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  params: { name: 'sb-onboarding-${suffix}', location: location, tags: tags, publicNetwork: !privateNetwork }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: { name: 'kv-onb-${suffix}', location: location, tags: tags, publicNetwork: !privateNetwork, purgeProtection: purgeProtection }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    serviceBusName: serviceBus.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'onboarding-${environmentName}'
    location: location
    tags: tags
    storageId: storage.outputs.id
    serviceBusId: serviceBus.outputs.id
    vaultId: vault.outputs.id
  }
}

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: 'func-onboarding-${suffix}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    serviceBusName: serviceBus.outputs.name
    vaultUri: vault.outputs.uri
    purgeDeleted: !purgeProtection
    insightsConnection: monitoring.outputs.insightsConnection
    subnetId: network.?outputs.appSubnetId ?? ''
    partners: partners
    authentication: authentication
    settings: settings
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
  }
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    name: 'onboarding-${environmentName}'
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
    address: operators
    backlogThreshold: backlogThreshold
    readyAddress: availabilityTest ? '${app.outputs.uri}/api/health/ready' : ''
  }
}

module diagnostics 'modules/diagnostics.bicep' = {
  scope: group
  params: {
    workspaceId: monitoring.outputs.workspaceId
    appName: app.outputs.name
    storageName: storage.outputs.name
    serviceBusName: serviceBus.outputs.name
    vaultName: vault.outputs.name
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = app.outputs.name
output SERVICE_API_URI string = app.outputs.uri
output KEY_VAULT_NAME string = vault.outputs.name
