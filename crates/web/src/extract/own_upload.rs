//! A form of one of our own pages with a file in it (RFC 7578), checked against forgery like [`OwnForm`](super::OwnForm).

use super::own_form::{check_token, subject};
use super::{network, origin};
use crate::error::Failure;
use crate::state::AppState;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use http::StatusCode;
use voltkey_flows::Visitor;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::params::{MAX_TOTAL, Params};

/// The fields of a form that was sent by the person, and the file in it.
#[derive(Clone, Debug)]
pub struct OwnUpload {
    /// The fields.
    pub fields: Params,
    /// The file; none where none was chosen.
    pub file: Option<File>,
}

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    /// What it was called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How much a form with a file of at most `longest` bytes may hold: a layer of its room.
pub fn upload_limit(longest: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(longest + MAX_TOTAL)
}

impl FromRequest<AppState> for OwnUpload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let visitor = request
            .extensions()
            .get::<Visitor>()
            .cloned()
            .ok_or_else(Failure::no_visitor)?;
        let origin = origin::refuse_foreign(request.headers(), &state.site.origin());
        let uri = request.uri();
        let subject = subject(uri.path(), uri.query().unwrap_or_default());
        let (mut parts, body) = request.into_parts();
        let network = network::of(&mut parts, state).await;
        let checked = async {
            origin?;
            let form = Multipart::from_request(Request::from_parts(parts, body), state)
                .await
                .map_err(|_| malformed())?;
            let upload = read(form).await?;
            check_token(&state.ctx, &visitor, &subject, &upload.fields)?;
            Ok(upload)
        };
        match checked.await {
            Ok(upload) => Ok(upload),
            Err(refusal) => Err(Failure::refuse(&state.ctx, &network, refusal).await),
        }
    }
}

async fn read(mut form: Multipart) -> Result<OwnUpload, Refusal> {
    let mut fields = Vec::new();
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(called) => file = self::file(called, field).await?.or(file),
            None => {
                let value = field.text().await.map_err(|error| broken(&error))?;
                fields.push((name, value));
            }
        }
    }
    Ok(OwnUpload {
        fields: fields.into_iter().collect(),
        file,
    })
}

/// None where no file was chosen: browsers send an empty one without a name then.
async fn file(name: String, field: Field<'_>) -> Result<Option<File>, Refusal> {
    let bytes = field.bytes().await.map_err(|error| broken(&error))?;
    let is_there = !name.is_empty() || !bytes.is_empty();
    Ok(is_there.then(|| File {
        name,
        bytes: bytes.to_vec(),
    }))
}

fn broken(error: &MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal::invalid_request(Rule::RequestTooLarge, "the file is too large")
        }
        _ => malformed(),
    }
}

fn malformed() -> Refusal {
    Refusal::invalid_request(Rule::RequestMalformed, "the body is no form with a file")
}
