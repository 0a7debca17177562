// npm install next-auth@beta, and in auth.ts:
// Auth.js waits for the answer at /api/auth/callback/voltkey: register that redirect URI.
import NextAuth from "next-auth";

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: "voltkey",
      name: {{ provider_name|quoted }},
      type: "oidc",
      issuer: {{ issuer|quoted }},
      clientId: {{ client_id|quoted }},
{% if has_secret %}
      clientSecret: process.env.AUTH_VOLTKEY_SECRET,
{% endif %}
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: {{ scope|quoted }} } },
      client: {
        token_endpoint_auth_method: {{ auth_method|quoted }},
        id_token_signed_response_alg: {{ id_token_alg|quoted }},
      },
    },
  ],
});
