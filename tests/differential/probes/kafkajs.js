// Constructs clients of kafkajs, see run.sh. A config is flat: `retry.retries` is an option within another, and what
// belongs to `new Kafka()` is told by its name.
const readline = require('node:readline')
const { Kafka, logLevel } = require('kafkajs')

// The options of the constructor; `retry` is taken by it and by producers and consumers.
const OF_CLIENT = ['brokers', 'clientId', 'connectionTimeout', 'authenticationTimeout', 'reauthenticationThreshold',
  'requestTimeout', 'enforceRequestTimeout', 'socketFactory', 'logLevel', 'logCreator', 'ssl', 'sasl']

function nested(config) {
  const all = {}
  for (const [path, value] of Object.entries(config)) {
    const names = path.split('.')
    let within = all
    for (const name of names.slice(0, -1)) within = within[name] ??= {}
    within[names.at(-1)] = value
  }
  return all
}

function construct(role, config) {
  const ofClient = { brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }
  const ofRole = {}
  for (const [name, value] of Object.entries(nested(config))) {
    (OF_CLIENT.includes(name) ? ofClient : ofRole)[name] = value
  }
  const kafka = new Kafka(ofClient)
  if (role === 'producer') kafka.producer(ofRole)
  else if (role === 'consumer') kafka.consumer(ofRole)
  else kafka.admin(ofRole)
}

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { role, config } = JSON.parse(line)
  let refused = null
  try {
    construct(role, config)
  } catch (error) {
    refused = `${error.name}: ${error.message}`
  }
  console.log(JSON.stringify({ refused }))
})
