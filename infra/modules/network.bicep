param name string
param location string
param tags object
param storageId string
param serviceBusId string
param vaultId string

var serviceBusSuffix = environment().name == 'AzureUSGovernment' ? 'usgovcloudapi.net' : environment().name == 'AzureChinaCloud' ? 'chinacloudapi.cn' : 'windows.net'
var vaultSuffix = environment().name == 'AzureUSGovernment' ? 'usgovcloudapi.net' : environment().name == 'AzureChinaCloud' ? 'azure.cn' : 'azure.net'

// What each service is called by, and the zone in which that name is private.
var endpoints = [
  { name: 'blob', target: storageId, group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { name: 'queue', target: storageId, group: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { name: 'table', target: storageId, group: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { name: 'servicebus', target: serviceBusId, group: 'namespace', zone: 'privatelink.servicebus.${serviceBusSuffix}' }
  { name: 'vault', target: vaultId, group: 'vault', zone: 'privatelink.vaultcore.${vaultSuffix}' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.40.0.0/23'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.40.0.0/24'
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.40.1.0/24' }
      }
    ]
  }

  resource app 'subnets' existing = { name: 'app' }
  resource inside 'subnets' existing = { name: 'endpoints' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for endpoint in endpoints: {
    name: endpoint.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (endpoint, n) in endpoints: {
    parent: zones[n]
    name: 'link-${name}'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for endpoint in endpoints: {
    name: 'pe-${name}-${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::inside.id }
      privateLinkServiceConnections: [
        { name: endpoint.name, properties: { privateLinkServiceId: endpoint.target, groupIds: [endpoint.group] } }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (endpoint, n) in endpoints: {
    parent: privateEndpoints[n]
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: endpoint.name, properties: { privateDnsZoneId: zones[n].id } }] }
  }
]

output appSubnetId string = network::app.id
