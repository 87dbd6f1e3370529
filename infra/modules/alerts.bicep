param name string
param location string
param tags object
param insightsId string
param serviceBusId string
param storageId string
param vaultId string
param address string
param backlogThreshold int
@description('Where the app says whether it is ready; empty: nobody asks.')
param readyAddress string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'onboarding'
    enabled: true
    emailReceivers: empty(address) ? [] : [{ name: 'operators', emailAddress: address, useCommonAlertSchema: true }]
  }
}

@description('A request that can never be taken lies where nobody looks unless somebody is told.')
resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A queue holds dead letters.'
    severity: 2
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-letters'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

@description('The app counts the open tasks every quarter of an hour and logs the number.')
resource openTasks 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = {
  name: 'obligations-${name}'
  location: location
  tags: tags
  properties: {
    displayName: 'Tasks are open'
    description: 'Something at Microsoft or of a customer could not be undone and is an open task: see /api/obligations.'
    severity: 2
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    criteria: {
      allOf: [
        {
          query: 'traces | where message startswith "Open tasks: " | parse message with "Open tasks: " open:int * | where open > 0'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

// What the host and the app write of themselves, and from how much of it on somebody is told.
var signs = [
  {
    name: 'server-errors'
    title: 'Calls are answered 5xx'
    text: 'Callers of the API were answered 500 or more, five times in a quarter of an hour.'
    query: 'requests | where toint(resultCode) >= 500'
    threshold: 4
    severity: 2
  }
  {
    name: 'failed-functions'
    title: 'Functions fail'
    text: 'Functions other than calls of the API ended with an exception: timers, orchestrations or activities.'
    query: 'requests | where success == false and isempty(url)'
    threshold: 0
    severity: 2
  }
  {
    name: 'throttled'
    title: 'Partner Center asks to slow down'
    text: 'Partner Center has answered 429 more than fifty times in a quarter of an hour: onboardings take longer, and others of the same partner account suffer.'
    query: 'traces | where message startswith "Partner " and message has "is throttled at"'
    threshold: 50
    severity: 3
  }
]

@description('What is seen in traces and requests: errors, failed functions, throttling.')
resource seen 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for sign in signs: {
    name: '${sign.name}-${name}'
    location: location
    tags: tags
    properties: {
      displayName: sign.title
      description: sign.text
      severity: sign.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: { allOf: [{ query: sign.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: sign.threshold }] }
      actions: { actionGroups: [people.id] }
    }
  }
]

@description('The task hub lies in queues of the storage account; the account says once an hour how much is in them.')
resource backlog 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'backlog-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The task hub is behind: more messages wait than are worked off.'
    severity: 3
    enabled: true
    scopes: ['${storageId}/queueServices/default']
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'backlog'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'QueueMessageCount'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          operator: 'GreaterThan'
          threshold: backlogThreshold
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

@description('Asks from outside whether the app is ready, which storage, vault and engine decide: Flex Consumption has no health check.')
resource ready 'Microsoft.Insights/webtests@2022-06-15' = if (!empty(readyAddress)) {
  name: 'ready-${name}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'ready-${name}'
    Name: 'ready-${name}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [for place in ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'us-va-ash-azr', 'us-ca-sjc-azr', 'apac-sg-sin-azr']: { Id: place }]
    Request: { RequestUrl: readyAddress, HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource notReady 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(readyAddress)) {
  name: 'not-ready-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app is not ready as seen from two places or more.'
    severity: 1
    enabled: true
    scopes: [ready.id, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: ready.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}

@description('The partner\'s own credential runs out: without it nothing can be sold.')
resource vaultEvents 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'vault-${name}'
  location: location
  tags: tags
  properties: {
    source: vaultId
    topicType: 'Microsoft.KeyVault.vaults'
  }

  resource expiry 'eventSubscriptions' = {
    name: 'credential-expiry'
    properties: {
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: { includedEventTypes: ['Microsoft.KeyVault.SecretNearExpiry', 'Microsoft.KeyVault.SecretExpired'] }
      destination: {
        endpointType: 'MonitorAlert'
        properties: {
          severity: 'Sev2'
          description: 'A secret of the vault expires or has expired.'
          actionGroups: [people.id]
        }
      }
    }
  }
}
