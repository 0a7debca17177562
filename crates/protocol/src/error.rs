//! What a refusal says on the wire (a standard's error code), and what it says to us (which rule refused).

/// A text that is not one of a closed set of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of: {}", expected.join(", "))]
pub struct UnknownName {
    /// The names that would have been taken.
    pub expected: &'static [&'static str],
}

names! {
    /// The error codes of the standards that this provider answers with.
    pub enum ErrorCode {
        /// RFC 6749, 4.1.2.1 and 5.2.
        InvalidRequest = "invalid_request",
        /// RFC 6749, 5.2.
        InvalidClient = "invalid_client",
        /// RFC 6749, 5.2.
        InvalidGrant = "invalid_grant",
        /// RFC 6749, 4.1.2.1 and 5.2.
        UnauthorizedClient = "unauthorized_client",
        /// RFC 6749, 5.2.
        UnsupportedGrantType = "unsupported_grant_type",
        /// RFC 6749, 4.1.2.1.
        UnsupportedResponseType = "unsupported_response_type",
        /// RFC 6749, 4.1.2.1 and 5.2.
        InvalidScope = "invalid_scope",
        /// RFC 6749, 4.1.2.1.
        AccessDenied = "access_denied",
        /// RFC 6749, 4.1.2.1.
        ServerError = "server_error",
        /// RFC 6749, 4.1.2.1.
        TemporarilyUnavailable = "temporarily_unavailable",
        /// RFC 7009, 2.2.1.
        UnsupportedTokenType = "unsupported_token_type",
        /// RFC 6750, 3.1.
        InvalidToken = "invalid_token",
        /// RFC 6750, 3.1.
        InsufficientScope = "insufficient_scope",
        /// RFC 8707, 2.
        InvalidTarget = "invalid_target",
        /// OpenID Connect Core, 3.1.2.6.
        LoginRequired = "login_required",
        /// OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
        UnmetAuthenticationRequirements = "unmet_authentication_requirements",
        /// OpenID Connect Core, 3.1.2.6.
        InteractionRequired = "interaction_required",
        /// OpenID Connect Core, 3.1.2.6.
        ConsentRequired = "consent_required",
        /// OpenID Connect Core, 3.1.2.6.
        AccountSelectionRequired = "account_selection_required",
        /// OpenID Connect Core, 3.1.2.6.
        InvalidRequestUri = "invalid_request_uri",
        /// OpenID Connect Core, 3.1.2.6.
        InvalidRequestObject = "invalid_request_object",
        /// OpenID Connect Core, 3.1.2.6.
        RequestNotSupported = "request_not_supported",
        /// OpenID Connect Core, 3.1.2.6.
        RequestUriNotSupported = "request_uri_not_supported",
        /// OpenID Connect Core, 3.1.2.6.
        RegistrationNotSupported = "registration_not_supported",
        /// RFC 7591, 3.2.2.
        InvalidRedirectUri = "invalid_redirect_uri",
        /// RFC 7591, 3.2.2.
        InvalidClientMetadata = "invalid_client_metadata",
        /// RFC 7591, 3.2.2.
        InvalidSoftwareStatement = "invalid_software_statement",
        /// RFC 7591, 3.2.2.
        UnapprovedSoftwareStatement = "unapproved_software_statement",
    }
}

names! {
    /// Which of our rules refused: the exact reason, kept with the reference number. It names no secret.
    pub enum Rule {
        /// The parameters are not `application/x-www-form-urlencoded` in UTF-8.
        RequestMalformed = "request.malformed",
        /// A parameter, or all of them, are longer than anything legitimate.
        RequestTooLarge = "request.too_large",
        /// A parameter stands more than once (RFC 6749, 3.1 and 3.2).
        ParameterRepeated = "parameter.repeated",
        /// A parameter that is required is missing.
        ParameterMissing = "parameter.missing",
        /// A parameter has a value that its specification does not allow.
        ParameterMalformed = "parameter.malformed",
        /// No `client_id`.
        ClientIdMissing = "client_id.missing",
        /// No such client.
        ClientUnknown = "client.unknown",
        /// No `redirect_uri`, and not exactly one to fall back on.
        RedirectUriMissing = "redirect_uri.missing",
        /// The `redirect_uri` equals none of the registered ones.
        RedirectUriUnregistered = "redirect_uri.unregistered",
        /// A `response_type` that this provider does not have.
        ResponseTypeUnsupported = "response_type.unsupported",
        /// A `response_type` that the client is not registered for.
        ResponseTypeNotRegistered = "response_type.not_registered",
        /// A `response_mode` that this provider or this response type does not have.
        ResponseModeUnsupported = "response_mode.unsupported",
        /// The client is not registered for this grant type.
        GrantTypeNotRegistered = "grant_type.not_registered",
        /// A grant type that this provider does not have.
        GrantTypeUnsupported = "grant_type.unsupported",
        /// An ID token is asked for without the scope `openid`.
        ScopeOpenidMissing = "scope.openid_missing",
        /// A scope that is not written as RFC 6749, 3.3 says.
        ScopeMalformed = "scope.malformed",
        /// A scope that the client is not registered for.
        ScopeNotRegistered = "scope.not_registered",
        /// A refresh asks for more than was granted (RFC 6749, 6).
        ScopeExceedsGrant = "scope.exceeds_grant",
        /// A resource that the client is not registered for (RFC 8707).
        ResourceNotRegistered = "resource.not_registered",
        /// PKCE is required of this client (RFC 7636, 4.4.1).
        PkceMissing = "pkce.missing",
        /// A `code_challenge_method` other than S256.
        PkceMethod = "pkce.method",
        /// The verifier does not fit the challenge, or one of the two is missing (RFC 7636, 4.6).
        PkceVerifier = "pkce.verifier",
        /// `prompt` holds an unknown value, or `none` beside another.
        Prompt = "prompt.invalid",
        /// `request` and `request_uri` in one request (OpenID Connect Core, 6.1).
        RequestObjectsTwo = "request_object.two",
        /// A request object that is no JWT, or one of another kind.
        RequestObjectMalformed = "request_object.malformed",
        /// A request object that is not encrypted to a key of ours.
        RequestObjectEncryption = "request_object.encryption",
        /// A request object whose algorithm is not the registered one, or none that is taken.
        RequestObjectAlgorithm = "request_object.algorithm",
        /// There is no key to verify a request object with.
        RequestObjectKeys = "request_object.keys",
        /// A request object with a wrong signature.
        RequestObjectSignature = "request_object.signature",
        /// A claim of a request object is wrong: for somebody else, too old, or no parameter's value.
        RequestObjectClaim = "request_object.claim",
        /// `client_id` or `response_type` inside a request object is another than outside (OpenID Connect Core, 6.1).
        RequestObjectMismatch = "request_object.mismatch",
        /// The `request_uri` equals none of the registered ones.
        RequestUriUnregistered = "request_uri.unregistered",
        /// The request object could not be fetched.
        RequestUriFetch = "request_uri.fetch",
        /// What lies at the `request_uri` is not what its fragment says (OpenID Connect Core, 6.2).
        RequestUriHash = "request_uri.hash",
        /// The `registration` parameter (OpenID Connect Core, 7.2.1) is not taken.
        Registration = "registration.unsupported",
        /// An ID token hint that is not one of ours.
        IdTokenHint = "id_token_hint.invalid",
        /// `prompt=none`, and nobody is signed in.
        LoginRequired = "login.required",
        /// `prompt=none`, and the person would have to choose an account.
        AccountSelectionRequired = "account_selection.required",
        /// `prompt=none`, and the person would have to do something first.
        InteractionRequired = "interaction.required",
        /// An essential `acr` of which no login here reaches any value (OpenID Connect Core, 5.5.1.1).
        AcrUnmet = "acr.unmet",
        /// `prompt=none`, and the person has not consented.
        ConsentRequired = "consent.required",
        /// The person pressed "Deny".
        ConsentDenied = "consent.denied",
        /// The person went back to the app instead of signing in.
        LoginCancelled = "login.cancelled",
        /// A page was asked for with a `return_to` that equals none of the client's `return_uris`.
        ReturnToUnregistered = "return_to.unregistered",
        /// No client authentication where it is required.
        ClientAuthMissing = "client_auth.missing",
        /// More than one way of client authentication (RFC 6749, 2.3).
        ClientAuthSeveral = "client_auth.several",
        /// Credentials that can't be read.
        ClientAuthMalformed = "client_auth.malformed",
        /// A way of authentication that the client is not registered for.
        ClientAuthMethod = "client_auth.method",
        /// The secret is wrong.
        ClientAuthFailed = "client_auth.failed",
        /// Too many wrong secrets of this client from this network.
        ClientAuthThrottled = "client_auth.throttled",
        /// A client's assertion, or its type, can't be read (RFC 7523, 2.2).
        ClientAssertionMalformed = "client_assertion.malformed",
        /// The assertion is not signed as the client is registered, or by another.
        ClientAssertionSignature = "client_assertion.signature",
        /// The assertion claims what it must not, or not what it must (RFC 7523, 3).
        ClientAssertionClaims = "client_assertion.claims",
        /// The assertion was used before.
        ClientAssertionReplayed = "client_assertion.replayed",
        /// An authorization code that was never issued, or is long gone.
        CodeUnknown = "code.unknown",
        /// The code is older than its life.
        CodeExpired = "code.expired",
        /// The code was used before; what its first use gave is revoked.
        CodeReplayed = "code.replayed",
        /// The code was issued to another client.
        CodeForeign = "code.foreign",
        /// The `redirect_uri` differs from the authorization request's (RFC 6749, 4.1.3).
        CodeRedirectUri = "code.redirect_uri",
        /// A refresh token that was never issued, or is long gone.
        RefreshUnknown = "refresh.unknown",
        /// The refresh token is older than its life.
        RefreshExpired = "refresh.expired",
        /// The refresh token was issued to another client.
        RefreshForeign = "refresh.foreign",
        /// The refresh token was used before, outside the grace; its whole family is revoked.
        RefreshReplayed = "refresh.replayed",
        /// An operator has taken from the client what it refreshes by.
        RefreshWithdrawn = "refresh.withdrawn",
        /// The grant was revoked: by withdrawal, block, password change or reset.
        GrantRevoked = "grant.revoked",
        /// The session in which the person gave it has ended: they have logged out, or somebody else has logged in.
        SessionEnded = "session.ended",
        /// The account is blocked.
        PersonBlocked = "person.blocked",
        /// No bearer token (RFC 6750, 3.1).
        BearerMissing = "bearer.missing",
        /// A bearer token that is not a valid access token of ours.
        BearerInvalid = "bearer.invalid",
        /// The access token has expired.
        BearerExpired = "bearer.expired",
        /// The access token is meant for another resource.
        BearerAudience = "bearer.audience",
        /// The access token lacks the scope.
        BearerScope = "bearer.scope",
        /// `post_logout_redirect_uri` equals none of the registered ones.
        PostLogoutUnregistered = "post_logout_redirect_uri.unregistered",
        /// A registration whose body is no JSON object.
        RegistrationMalformed = "registration.malformed",
        /// A registration with a redirect URI that may not be registered.
        RegistrationRedirectUri = "registration.redirect_uri",
        /// A registration with other metadata that may not be registered.
        RegistrationMetadata = "registration.metadata",
        /// A registration with a software statement (RFC 7591, 2.3).
        RegistrationStatement = "registration.software_statement",
        /// The list at `sector_identifier_uri` can't be had, or lacks a redirect URI (OpenID Connect Dynamic Registration, 5).
        RegistrationSector = "registration.sector_identifier",
        /// An initial access token that is unknown, revoked, expired or used up.
        RegistrationToken = "registration.token",
        /// A registration access token that does not open this registration.
        RegistrationAccess = "registration.access_token",
        /// A form without its token, or with another's.
        FormToken = "form.token",
        /// A form sent by another site.
        FormOrigin = "form.origin",
        /// The network has used up its quota.
        Quota = "quota.exceeded",
        /// An answer must be encrypted, and the client has no key for it that can be had.
        EncryptionKey = "encryption.no_key",
        /// The fault is ours.
        Internal = "internal",
    }
}

/// A request that is not granted: the standard's code for the wire, our rule and its details for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The standard's error code.
    pub code: ErrorCode,
    /// Which rule refused.
    pub rule: Rule,
    /// What the developer of the client should know: printable ASCII without `"` and `\` (RFC 6749, 5.2).
    pub description: String,
    /// What else helps to understand the refusal; never a secret.
    pub details: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal by `rule`, told as `code` with a description. Characters that RFC 6749, 5.2 does not allow in
    /// a description are replaced, so that a value from the request can stand in it.
    #[must_use]
    pub fn new(code: ErrorCode, rule: Rule, description: impl AsRef<str>) -> Self {
        let description = description.as_ref().chars().map(describable).collect();
        Self {
            code,
            rule,
            description,
            details: Vec::new(),
        }
    }

    /// Adds a detail for the record.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// `invalid_request`, the most frequent of all.
    #[must_use]
    pub fn invalid_request(rule: Rule, description: impl AsRef<str>) -> Self {
        Self::new(ErrorCode::InvalidRequest, rule, description)
    }
}

/// A character as it may stand in `error_description`: %x20-21 / %x23-5B / %x5D-7E.
const fn describable(c: char) -> char {
    match c {
        '"' => '\'',
        '\\' => '/',
        ' '..='~' => c,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for code in ErrorCode::ALL {
            assert_eq!(code.as_str().parse::<ErrorCode>(), Ok(*code));
        }
        assert!("no_such".parse::<ErrorCode>().is_err());
    }

    #[test]
    fn a_description_keeps_to_the_characters_of_rfc_6749() {
        let refusal = Refusal::invalid_request(Rule::Prompt, "prompt \"ü\\n\u{7}\" is unknown");
        assert_eq!(refusal.description, "prompt '?/n?' is unknown");
    }
}
