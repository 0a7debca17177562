// go get github.com/coreos/go-oidc/v3/oidc golang.org/x/oauth2
provider, err := oidc.NewProvider(ctx, {{ issuer|quoted }})
if err != nil {
	return err
}
config := oauth2.Config{
	ClientID: {{ client_id|quoted }},
{% if has_secret %}
	ClientSecret: os.Getenv("OIDC_CLIENT_SECRET"),
{% endif %}
	Endpoint:    provider.Endpoint(),
	RedirectURL: {{ redirect_uri|quoted }},
	Scopes:      []string{ {%- for value in scopes %}{{ value|quoted }}{% if not loop.last %}, {% endif %}{% endfor -%} },
}

// Begin a sign-in: keep verifier, state and nonce in the browser's session.
verifier := oauth2.GenerateVerifier()
address := config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))

// The browser is back at the redirect URI, with the same state.
token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
if err != nil {
	return err
}
raw, _ := token.Extra("id_token").(string)
idToken, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, raw)
if err != nil {
	return err
}
if idToken.Nonce != nonce {
	return errors.New("another sign-in's ID token")
}
