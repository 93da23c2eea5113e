// Appends to emmett's SQLite event store. Each line of standard input, {name, writers, seconds, perAppend, data, metadata}, leads to
// one line of output, {seconds, milliseconds: [...]}; before the first, one line says how it is set.
//
// One connection is kept and the writers' appends follow one another on it, as its own transactions do not nest safely: two at once
// share one transaction, and the first would be acknowledged before the commit. Opening a connection per append, as its event
// store object does, is no faster.
import { createInterface } from 'node:readline';
import { appendToStream, createEventStoreSchema, sqliteConnection } from '@event-driven-io/emmett-sqlite';

const streamEvents = 20;
const connection = sqliteConnection({ fileName: process.argv[2] });
await connection.command('PRAGMA synchronous = FULL');
await createEventStoreSchema(connection);
const { synchronous } = await connection.querySingle('PRAGMA synchronous');
const { journal_mode: journal } = await connection.querySingle('PRAGMA journal_mode');
console.log(JSON.stringify({ synchronous, journal }));

let last = Promise.resolve();
const inTurn = (work) => (last = last.then(work));

for await (const line of createInterface({ input: process.stdin })) {
  const { name, writers, seconds, perAppend, data, metadata } = JSON.parse(line);
  const started = performance.now();
  const milliseconds = [];
  const write = async (writer) => {
    for (let number = 0, length = 0; performance.now() - started < seconds * 1000; length += perAppend) {
      if (length >= streamEvents) {
        [number, length] = [number + 1, 0];
      }

      const began = performance.now();
      const events = Array.from({ length: perAppend }, () => ({ type: 'case-routed.v1', data, metadata }));
      const appended = await inTurn(() =>
        appendToStream(connection, `${name}-${writer}-${number}`, 'bench', events, { expectedStreamVersion: BigInt(length) }));
      if (!appended.success) {
        throw new Error(`emmett refused an append to ${name}-${writer}-${number}`);
      }

      milliseconds.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, milliseconds }));
}

connection.close();
