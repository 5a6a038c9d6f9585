// Asks a site for pictures as OpenAI's own client does, and prints what that made of the answers as JSON. Arguments: address, key.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.argv[3], maxRetries: 0 });
const told = { models: [], events: [] };
for await (const model of client.models.list()) {
  told.models.push(model.id);
}
const answer = await client.images.generate({ model: 'pocket', prompt: 'a red house', n: 1, size: '192x128', response_format: 'b64_json' });
told.picture = answer.data[0].b64_json;
for await (const event of await client.images.generate({ prompt: 'a red house', stream: true, partial_images: 1 })) {
  told.events.push(event.type);
}
try {
  await client.images.generate({ prompt: 'a red house', size: 'large' });
} catch (error) {
  told.refusal = { kind: error.constructor.name, status: error.status, code: error.code, field: error.param, message: error.message };
}
console.log(JSON.stringify(told));
