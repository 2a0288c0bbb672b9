// Lists, follows updates, registers and unregisters, as an application in Node would; prints what it learned as JSON.
const { randomUUID } = require('node:crypto')
const mqtt = require('mqtt')

const [url, appId, port] = process.argv.slice(2)
const root = 'ww/registry'
const updates = []
const replies = new Map()
const waiting = []
const client = mqtt.connect(url, { protocolVersion: 4 })

client.on('message', (topic, payload) => {
  const body = JSON.parse(payload)
  if (replies.has(topic)) return replies.get(topic)(body)
  if (topic === `${root}/application/update` && body.application.appId === appId) updates.push(body)
  waiting.forEach(look => look())
})

function ask (topic, body = {}) {
  const respondTo = `${topic}/res/${randomUUID()}`
  return new Promise((resolve, reject) => {
    replies.set(respondTo, resolve)
    // Without waiting for the subscription to be granted, as the tray of 2017 does.
    client.subscribe(respondTo, error => error && reject(error))
    client.publish(topic, JSON.stringify({ ...body, respondTo, uuid: randomUUID(), timestamp: Date.now() }))
  })
}

function update (condition) {
  return new Promise(resolve => {
    const look = () => { const found = updates.find(condition); if (found) resolve(found) }
    waiting.push(look)
    look()
  })
}

async function main () {
  await new Promise(resolve => client.once('connect', resolve))
  await client.subscribeAsync(`${root}/application/update`)
  const before = await ask(`${root}/list`)
  const registered = await ask(`${root}/register`, { appId, environment: 'test', server: { port: Number(port) } })
  const created = await update(body => body.action === 'create')
  const up = await update(body => body.application.status === 'up')
  const during = await ask(`${root}/list`)
  const refused = await ask(`${root}/register`, { appId: '' })
  const unregistered = await ask(`${root}/unregister`, { identifier: registered.value.identifier })
  const stopped = await update(body => body.application.registration === 'stopped')
  console.log(JSON.stringify({ before, registered, created, up, during, refused, unregistered, stopped }))
  await client.endAsync()
}

main().catch(error => { console.error(error); process.exit(1) })
