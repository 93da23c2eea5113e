// What a user of the official client does, against the double: it must not be able to tell the two apart where the hub relies on it.
// node official-elastic.mjs URL; ends with "N situations, as expected", or with what was not.
import assert from "node:assert/strict";
import { Client } from "@elastic/elasticsearch";

const client = new Client({ node: process.argv[2], auth: { apiKey: "aWQ6a2V5" }, maxRetries: 0 });
const refused = (status, call) => assert.rejects(call, (error) => error.statusCode === status || assert.fail(`${status} expected, not ${error}`));
const keyword = { type: "keyword" };
const analysis = {
  tokenizer: { words: { type: "pattern", pattern: "[\\p{L}\\p{Nd}&&[^\\x{10000}-\\x{10FFFF}]]+", group: 0 } },
  filter: { light: { type: "stemmer", language: "light_swedish" } },
  analyzer: { stems: { type: "custom", tokenizer: "words", filter: ["lowercase", "light", "asciifolding"] } },
};
const mappings = { dynamic: "strict", properties: { key: keyword, at: { type: "long" }, text: { type: "text", analyzer: "stems" } } };
const documents = [
  { key: "a", at: 1, text: ["Nätverket är nere"] }, { key: "b", at: 2, text: ["Lösenord, och nätverk"] }, { key: "c", at: 3, text: ["Skärmen är svart"] },
];
const put = (index, list, version) => client.bulk({ index, operations: list.flatMap((one) => [{ index: { _id: one.key, version, version_type: "external" } }, one]) });
const keys = (answer) => answer.hits.hits.map((hit) => hit._source.key);
const sort = [{ _score: { order: "desc" } }, { at: "desc" }, { key: "asc" }];

const situations = {
  "it is an Elasticsearch 8": async () => assert.match((await client.info()).version.number, /^8\./),
  "an index has what its template says": async () => {
    await client.indices.putIndexTemplate({ name: "t", index_patterns: ["t-*"], allow_auto_create: false, template: { settings: { analysis }, mappings } });
    await client.indices.create({ index: "t-1", aliases: { t: {} } });
    await refused(400, () => client.indices.create({ index: "t-1" }));
  },
  "nothing is seen before a refresh": async () => {
    assert.equal((await put("t", documents, 5)).errors, false);
    assert.equal((await client.search({ index: "t" })).hits.total.value, 0);
    await client.indices.refresh({ index: "t" });
    assert.equal((await client.search({ index: "t" })).hits.total.value, 3);
  },
  "an external version is taken once, and only a higher one after it": async () => {
    assert.deepEqual((await put("t", documents.slice(0, 1), 5)).items.map((item) => item.index.status), [409]);
    assert.deepEqual((await put("t", documents.slice(0, 1), 4)).items.map((item) => item.index.status), [409]);
    assert.deepEqual((await put("t", documents.slice(0, 1), 6)).items.map((item) => item.index.status), [200]);
  },
  "a field that is not mapped is refused, item by item": async () => {
    const answer = await put("t", [{ key: "d", colour: "red" }, { key: "e", at: 9, text: [] }], 7);
    assert.deepEqual([answer.errors, ...answer.items.map((item) => item.index.status)], [true, 400, 201]);
    assert.equal(answer.items[0].index.error.type, "strict_dynamic_mapping_exception");
  },
  "stems and folded letters are found, and scores add up as the query says": async () => {
    const way = (query, boost) => ({ constant_score: { filter: { match: { text: { query } } }, boost } });
    const query = { bool: { must: [{ dis_max: { queries: [way("natverk", 2), way("losenordet", 4)], tie_breaker: 0 } }], filter: [{ exists: { field: "key" } }] } };
    const answer = await client.search({ index: "t", query, sort, track_total_hits: true });
    assert.deepEqual(keys(answer), ["b", "a"]);
    assert.deepEqual(answer.hits.hits.map((hit) => hit.sort), [[4, 2, "b"], [2, 1, "a"]]);
    const next = await client.search({ index: "t", query, sort, search_after: answer.hits.hits[0].sort });
    assert.deepEqual(keys(next), ["a"]);
  },
  "values are counted, the most frequent first": async () => {
    const answer = await client.search({ index: "t", size: 0, aggs: { key: { terms: { field: "key", size: 2, order: [{ _count: "desc" }, { _key: "asc" }] } } } });
    assert.deepEqual(answer.aggregations.key.buckets.map((bucket) => [bucket.key, bucket.doc_count]), [["a", 1], ["b", 1]]);
  },
  "a point in time stays as it was": async () => {
    const { id } = await client.openPointInTime({ index: "t", keep_alive: "1m" });
    await client.bulk({ index: "t", operations: [{ delete: { _id: "c", version: 8, version_type: "external" } }] });
    await client.indices.refresh({ index: "t" });
    const now = keys(await client.search({ index: "t" }));
    const then = keys(await client.search({ pit: { id, keep_alive: "1m" } }));
    assert.deepEqual([now.includes("c"), then.includes("c")], [false, true]);
    await client.closePointInTime({ id });
    await refused(404, () => client.search({ pit: { id, keep_alive: "1m" } }));
  },
  "an alias is switched in one step, or not at all": async () => {
    await client.indices.create({ index: "t-2" });
    const actions = [{ remove: { index: "t-1", alias: "t", must_exist: true } }, { add: { index: "t-2", alias: "t" } }];
    await client.indices.updateAliases({ actions });
    assert.deepEqual(Object.keys(await client.indices.getAlias({ name: "t" })), ["t-2"]);
    await refused(404, () => client.indices.updateAliases({ actions }));
    assert.equal((await client.search({ index: "t" })).hits.total.value, 0);
  },
  "what is not there, or not known, is refused": async () => {
    await client.indices.delete({ index: "t-1,t-9", ignore_unavailable: true });
    await refused(404, () => client.search({ index: "t-1" }));
    await refused(404, () => client.get({ index: "t-2", id: "a" }));
    await refused(400, () => client.search({ index: "t", query: { macth: { text: "x" } } }));
    assert.equal((await put("t-9", documents, 1)).items[0].index.error.type, "index_not_found_exception");
  },
};

for (const [name, situation] of Object.entries(situations)) {
  try {
    await situation();
  } catch (error) {
    console.log(`not as expected: ${name}: ${error.stack}`);
    process.exit(1);
  }
}
console.log(`${Object.keys(situations).length} situations, as expected`);
await client.close();
