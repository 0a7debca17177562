refused-title = This app can’t sign you in
refused-title-app = { $app } can’t sign you in yet
refused-title-sign-out = Signing out was stopped
refused-nothing-happened = Nothing was shared, and nothing is wrong with your account.

refused-client-unknown = The app that sent you here is not known to us.
refused-redirect-uri-unregistered = The app asked us to send you to an address that it has not registered. To keep your account safe we stopped here.
refused-redirect-uri-missing = The app did not say where to send you afterwards.
refused-post-logout-unregistered = The app asked us to send you to an address that it has not registered after signing you out. To keep your account safe we stopped here.
refused-parameter-repeated = The app’s request says the same thing twice, so we can’t tell which one it means.
refused-malformed = The app’s request can’t be read.
refused-other = The app’s request asks for something that is not possible.

refused-developer = For the developer of the app
refused-developer-app = For the developer of { $app }
refused-received = What we received
refused-answer = What we answered
refused-why-client-id-missing = The request has no `client_id`.
refused-why-client-unknown = No client has this `client_id`. Check it for typing errors, and check that it is the identifier for this server.
refused-why-redirect-uri-missing = The request has no `redirect_uri`. Send one that is registered for the client.
refused-why-redirect-uri-unregistered = The `redirect_uri` must equal a registered one, character for character: scheme, host, port, path, and the slash at the end.
refused-why-post-logout-unregistered = The `post_logout_redirect_uri` must equal a registered one, character for character.
refused-why-parameter-repeated = A parameter stands more than once in the request. Each may stand once.
refused-why-request-malformed = The parameters are not `application/x-www-form-urlencoded` in UTF-8.
refused-why-request-too-large = The request or one of its parameters is too long.
