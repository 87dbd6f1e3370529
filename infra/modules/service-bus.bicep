param name string
param location string
param tags object
param publicNetwork bool

resource namespace 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: name
  location: location
  tags: tags
  // Private endpoints are Premium's.
  sku: { name: publicNetwork ? 'Standard' : 'Premium', tier: publicNetwork ? 'Standard' : 'Premium', capacity: publicNetwork ? null : 1 }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicNetwork ? 'Enabled' : 'Disabled'
  }

  @description('Requests that come by queue. Senders put the reference into MessageId: a repeat within the window is dropped here, a later one finds its onboarding.')
  resource requests 'queues' = {
    name: 'onboarding-requests'
    properties: {
      requiresSession: false
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'P1D'
      lockDuration: 'PT5M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 1024
    }
  }
}

output id string = namespace.id
output name string = namespace.name
