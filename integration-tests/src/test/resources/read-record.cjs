// Reads one record from a file as any JavaScript program would: Avro by avsc, numbers by apache-arrow.
// Usage: node read-record.cjs REGISTRY_URL FILE
const fs = require('node:fs');
const avro = require('avsc');
const arrow = require('apache-arrow');

async function main(registry, file) {
  const value = fs.readFileSync(file);
  if (value[0] !== 0) throw new Error('no magic byte');
  const answer = await fetch(`${registry}/schemas/ids/${value.readInt32BE(1)}`);
  const type = avro.Type.forSchema(JSON.parse((await answer.json()).schema));
  const record = type.fromBuffer(value.subarray(5));
  const values = Array.from(arrow.tableFromIPC(record.payload).getChild('values'));
  console.log(JSON.stringify({ type: type.name, federation: record.federation, length: record.length, values }));
}

main(process.argv[2], process.argv[3]);
