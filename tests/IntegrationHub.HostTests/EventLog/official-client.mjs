// What a user of an official client does, against the server of a connection string. The two clients differ in a few names only.
// node official-client.mjs PACKAGE CONNECTION-STRING; ends with "N situations, as expected", or with what was not.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

const [name, connectionString] = process.argv.slice(2);
const official = await import(name);
const { jsonEvent, START, END, FORWARDS, BACKWARDS, NO_STREAM, ANY, STREAM_EXISTS } = official;
const Client = official.KurrentDBClient ?? official.EventStoreDBClient;
const expected = official.KurrentDBClient ? "streamState" : "expectedRevision";
const client = Client.connectionString(connectionString);

const stream = (kind) => `${kind}-${randomUUID()}`;
const event = (type = "noted", data = { text: "åäö" }) => jsonEvent({ id: randomUUID(), type, data });
const append = (to, state, ...events) => client.appendToStream(to, events, { [expected]: state });
const refused = (error, call) => assert.rejects(call, (thrown) => thrown instanceof official[error] || assert.fail(`${error} expected, not ${thrown}`));

async function all(reading, most = Infinity) {
  const found = [];
  for await (const one of reading) {
    found.push(one);
    if (found.length >= most) break;
  }
  return found;
}

// For what happens on the server only after an answer was heard there.
async function until(condition) {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 20));
}

const situations = {
  async "a stream grows by each way to expect it"() {
    const to = stream("grow");
    const first = [event(), event()];
    assert.equal((await append(to, NO_STREAM, ...first)).nextExpectedRevision, 1n);
    assert.equal((await append(to, NO_STREAM, ...first)).nextExpectedRevision, 1n);
    assert.equal((await append(to, 1n, event())).nextExpectedRevision, 2n);
    assert.equal((await append(to, STREAM_EXISTS, event())).nextExpectedRevision, 3n);
    assert.equal((await append(to, ANY, event())).nextExpectedRevision, 4n);
    await refused("WrongExpectedVersionError", () => append(to, NO_STREAM, event()));
    await refused("WrongExpectedVersionError", () => append(to, 1n, event()));
    await refused("WrongExpectedVersionError", () => append(stream("none"), STREAM_EXISTS, event()));
  },

  async "what was written is read, both ways"() {
    const to = stream("read");
    await append(to, NO_STREAM, ...[0, 1, 2, 3, 4].map((number) => event("counted", { number, text: "åäö" })));
    const forwards = await all(client.readStream(to, { direction: FORWARDS, fromRevision: START }));
    assert.deepEqual(forwards.map(({ event }) => event.data.number), [0, 1, 2, 3, 4]);
    assert.equal(forwards[0].event.data.text, "åäö");
    const backwards = await all(client.readStream(to, { direction: BACKWARDS, fromRevision: END, maxCount: 2 }));
    assert.deepEqual(backwards.map(({ event }) => event.revision), [4n, 3n]);
    const middle = await all(client.readStream(to, { fromRevision: 2n, maxCount: 2 }));
    assert.deepEqual(middle.map(({ event }) => event.revision), [2n, 3n]);
    await refused("StreamNotFoundError", () => all(client.readStream(stream("none"))));
  },

  async "everything is read, both ways"() {
    const to = stream("everything");
    const { position } = await append(to, NO_STREAM, event("last"));
    const [last] = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
    assert.equal(last.event.streamId, to);
    const [same] = await all(client.readAll({ direction: FORWARDS, fromPosition: position, maxCount: 1 }));
    assert.equal(same.event.id, last.event.id);
    assert.ok((await all(client.readAll())).length > 1);
  },

  async "a subscriber to a stream gets what was and what comes"() {
    const to = stream("follow");
    await append(to, NO_STREAM, event(), event());
    const subscription = client.subscribeToStream(to, { fromRevision: 0n });
    const got = all(subscription, 2);
    await append(to, 1n, event());
    assert.deepEqual((await got).map(({ event }) => event.revision), [1n, 2n]);
    await subscription.unsubscribe();
  },

  async "a subscriber to all gets what its filter lets through, and checkpoints"() {
    const type = stream("kind");
    let checkpoints = 0;
    const filter = official.eventTypeFilter({ prefixes: [type], maxSearchWindow: 32, checkpointInterval: 1, checkpointReached: async () => { checkpoints++; } });
    await append(stream("a"), NO_STREAM, event(type), event("other"));
    const subscription = client.subscribeToAll({ fromPosition: START, filter });
    const got = all(subscription, 2);
    await until(() => checkpoints > 0);
    await append(stream("b"), NO_STREAM, event("other"), event(type));
    assert.deepEqual((await got).map(({ event }) => event.type), [type, type]);
    await subscription.unsubscribe();
  },

  async "metadata hides old events"() {
    const to = stream("short");
    await append(to, NO_STREAM, event(), event(), event());
    await client.setStreamMetadata(to, { maxCount: 2, acl: { readRoles: ["$all"] } });
    const { metadata } = await client.getStreamMetadata(to);
    assert.equal(metadata.maxCount, 2);
    assert.deepEqual((await all(client.readStream(to))).map(({ event }) => event.revision), [1n, 2n]);
  },

  async "a stream is deleted, revived, and ended"() {
    const to = stream("end");
    await append(to, NO_STREAM, event(), event());
    await refused("WrongExpectedVersionError", () => client.deleteStream(to, { expectedRevision: 7n, streamState: 7n }));
    await client.deleteStream(to, { expectedRevision: 1n, streamState: 1n });
    await refused("StreamNotFoundError", () => all(client.readStream(to)));
    assert.equal((await append(to, NO_STREAM, event())).nextExpectedRevision, 2n);
    await client.tombstoneStream(to);
    await refused("StreamDeletedError", () => all(client.readStream(to)));
    await refused("StreamDeletedError", () => append(to, ANY, event()));
  },

  async "a group acknowledges, parks and replays"() {
    const to = stream("group");
    const settings = official.persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, consumerStrategyName: official.PINNED });
    await append(to, NO_STREAM, event(), event());
    await client.createPersistentSubscriptionToStream(to, "desk", settings);
    await refused("PersistentSubscriptionExistsError", () => client.createPersistentSubscriptionToStream(to, "desk", settings));
    const info = () => client.getPersistentSubscriptionToStreamInfo(to, "desk");
    const subscription = client.subscribeToPersistentSubscriptionToStream(to, "desk");
    const got = [];
    for await (const one of subscription) {
      got.push([one.event.revision, one.retryCount]);
      if (got.length === 1) await subscription.ack(one);
      if (got.length === 2) await subscription.nack(official.RETRY, "again", one);
      if (got.length === 3) {
        await subscription.nack(official.PARK, "cannot", one);
        await until(async () => (await info()).stats.parkedMessageCount === 1n);
        await client.replayParkedMessagesToStream(to, "desk");
      }
      if (got.length === 4) {
        await subscription.ack(one);
        await until(async () => (await info()).stats.totalInFlightMessages === 0);
        break;
      }
    }
    assert.deepEqual(got, [[0n, 0], [1n, 0], [1n, 1], [1n, 0]]);
    await subscription.unsubscribe();
    assert.equal((await info()).settings.consumerStrategyName, official.PINNED);
    await client.updatePersistentSubscriptionToStream(to, "desk", { ...settings, maxRetryCount: 3 });
    assert.equal((await info()).settings.maxRetryCount, 3);
    assert.ok((await client.listAllPersistentSubscriptions()).some(({ eventSource }) => eventSource === to));
    await client.deletePersistentSubscriptionToStream(to, "desk");
    await refused("PersistentSubscriptionDoesNotExistError", info);
  },

  async "a group reads all through a filter"() {
    const type = stream("kind");
    await append(stream("a"), NO_STREAM, event("other"), event(type));
    const group = stream("desk");
    await client.createPersistentSubscriptionToAll(group, official.persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START }),
      { filter: official.eventTypeFilter({ prefixes: [type] }) });
    const subscription = client.subscribeToPersistentSubscriptionToAll(group);
    const [one] = await all(subscription, 1);
    assert.equal(one.event.type, type);
    await subscription.ack(one);
    await until(async () => (await client.getPersistentSubscriptionToAllInfo(group)).stats.totalInFlightMessages === 0);
    await subscription.unsubscribe();
    await client.deletePersistentSubscriptionToAll(group);
  },
};

let done = 0;
for (const [situation, act] of Object.entries(situations)) {
  try {
    await act();
    done++;
  } catch (fault) {
    console.error(`${situation}: ${fault.stack}`);
    process.exit(1);
  }
}
console.log(`${done} situations, as expected`);
process.exit(0);
