// Reads an AsyncAPI document from standard input, prints what is wrong with it and ends with 1 when that is an error.
import { Parser } from "@asyncapi/parser";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { document, diagnostics } = await new Parser().parse(Buffer.concat(chunks).toString("utf8"));
const levels = ["error", "warning", "information", "hint"];
for (const found of diagnostics) {
  console.log(`${levels[found.severity]} ${found.path.join("/")}: ${found.message}`);
}
if (document) {
  console.log(`valid: ${document.channels().length} channels, ${document.allMessages().length} messages`);
}
process.exit(document ? 0 : 1);
