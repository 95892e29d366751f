// oidc-provider as a clinic's sign-in: a public native client, PKCE, rotation with re-use detection. Prints its port.
// The page is answered at once for the sample person; discovery is told in SMART's words.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const SCOPES = ['openid', 'offline_access', 'fhirUser', 'launch/patient', 'patient/Goal.cruds'];

const provider = new Provider(origin, {
  clients: [
    {
      client_id: 'lantern',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['lantern.example:/signed-in'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  scopes: SCOPES,
  pkce: { required: () => true, methods: ['S256'] },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
  features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
  findAccount: async (_, sub) => ({
    accountId: sub,
    claims: async () => ({ sub, fhirUser: `${origin}/fhir/Patient/${sub}` }),
  }),
  ttl: { AccessToken: 3600, RefreshToken: 86400, IdToken: 3600, Session: 3600, Grant: 3600, Interaction: 3600 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});
provider.on('server_error', (_, error) => console.error(error));

provider.use(async (ctx, next) => {
  if (ctx.path === '/fhir/.well-known/smart-configuration') {
    ctx.body = {
      issuer: origin,
      authorization_endpoint: `${origin}/auth`,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/token/revocation`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      capabilities: ['launch-standalone', 'client-public', 'permission-v2'],
    };
    return;
  }
  if (ctx.path.startsWith('/interaction/')) {
    const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
    let result = { login: { accountId: 'rowan' } };
    if (prompt.name === 'consent') {
      const grant = new provider.Grant({ clientId: params.client_id, accountId: session.accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      result = { consent: { grantId: await grant.save() } };
    }
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
    ctx.respond = false;
    return;
  }
  if (ctx.path.startsWith('/fhir/')) {
    const token = (ctx.get('authorization') || '').replace(/^Bearer /, '');
    const found = await provider.AccessToken.find(token);
    ctx.status = found ? 200 : 401;
    ctx.body = found ? { resourceType: 'Goal', id: '1' } : '';
    return;
  }
  await next();
  if (ctx.path === '/token' && ctx.status === 200) {
    ctx.body.patient = 'rowan'; // SMART's launch context
  }
});

server.on('request', provider.callback());
console.log(server.address().port);
