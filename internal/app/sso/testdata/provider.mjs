// A real OpenID provider for TestProvider: node provider.mjs MODULES CALLBACK. It says its address on its first line.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [modules, callback] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));
const server = createServer((q, a) => handle(q, a));
let handle;
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "giamngheo", client_secret: "mot-bi-mat-du-dai-cho-phep-thu", redirect_uris: [callback], token_endpoint_auth_method: "client_secret_basic" }],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  });
  handle = provider.callback();
  console.log(issuer);
});
process.stdin.on("end", () => process.exit(0)).resume();
