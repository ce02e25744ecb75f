// Constructs clients of confluent-kafka-javascript, see run.sh. With an argument `direct` by its way of node-rdkafka, else
// by that of KafkaJS. A config is flat: `kafkaJS.retry.retries` is an option within another.
const readline = require('node:readline')
const confluent = require('@confluentinc/kafka-javascript')
const Client = require('@confluentinc/kafka-javascript/lib/client')

const { Kafka } = confluent.KafkaJS
const direct = process.argv[2] === 'direct'

// Past the making of a client, connecting waits for brokers, and there are none.
let made = () => {}
Client.prototype.connect = function (options, done) {
  this._client.configureCallbacks(true, this._cb_configs)
  this._client.connect(error => {
    if (error) return done(error)
    this._client.disconnect(() => {})
    made()
  })
}

// What stands within the block is an object; all else has dots in its name.
function nested(config) {
  const all = {}
  for (const [key, value] of Object.entries(config)) {
    if (!key.startsWith('kafkaJS.')) {
      all[key] = value
      continue
    }
    const names = key.split('.')
    let within = all
    for (const name of names.slice(0, -1)) within = within[name] ??= {}
    within[names.at(-1)] = value
  }
  return all
}

const logger = { setLogLevel() {}, namespace() { return logger }, info() {}, warn() {}, error() {}, debug() {} }

function construct(role, config) {
  return new Promise((resolve, reject) => {
    made = resolve
    if (direct) {
      const Made = role === 'producer' ? confluent.Producer : confluent.KafkaConsumer
      new Made({ ...config, log_level: 0 }).connect({}, reject)
      return
    }
    const all = nested(config)
    if (all.kafkaJS) all.kafkaJS.logger = logger
    const kafka = new Kafka({})
    const client = role === 'producer' ? kafka.producer(all) : kafka.consumer(all)
    client.connect().catch(reject)
  })
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { role, config } = JSON.parse(line)
    let refused = null
    try {
      await construct(role, config)
    } catch (error) {
      refused = `${error.name}: ${error.message}`
    }
    process.stdout.write(`${JSON.stringify({ refused })}\n`)
  }
  process.exit(0)
}
main()
