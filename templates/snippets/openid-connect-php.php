<?php
// composer require jumbojett/openid-connect-php
require 'vendor/autoload.php';

$oidc = new Jumbojett\OpenIDConnectClient(
    {{ issuer|php }},
    {{ client_id|php }},
{% if has_secret %}
    getenv('OIDC_CLIENT_SECRET'),
{% endif %}
);
$oidc->setRedirectURL({{ redirect_uri|php }});
$oidc->addScope([{% for value in scopes %}{{ value|php }}{% if not loop.last %}, {% endif %}{% endfor %}]);
$oidc->setCodeChallengeMethod('S256');

// Sends the browser to sign in, and checks the ID token when it is back.
$oidc->authenticate();
$person = $oidc->requestUserInfo();
