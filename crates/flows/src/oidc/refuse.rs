//! Recording a refusal, so that its reference number tells the exact reason to whoever is asked for help.

use crate::ctx::{Ctx, window_start};
use crate::error::{App, Denied, EndpointError, Refused};
use crate::visitor::Network;
use serde_json::{Map, Value};
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_protocol::error::Refusal;
use voltkey_store::{Store, quotas, refusals};

/// How many refusals of one network are recorded within [`QUOTA_WINDOW`]; beyond it they are only counted.
const QUOTA: i64 = 300;
const QUOTA_WINDOW: Duration = Duration::from_secs(3600);

/// Records a refusal of a request from `network`, by which `app` was asked for.
///
/// A record that can't be written takes nothing from the refusal: it is answered without a reference number.
pub async fn record(ctx: &Ctx, network: &Network, app: Option<App>, refusal: Refusal) -> Refused {
    record_about(ctx, network, app, None, refusal).await
}

/// As [`record`], where an endpoint for clients answers and the fault may be ours as well.
pub(crate) async fn denied(ctx: &Ctx, network: &Network, app: Option<App>, denied: Denied) -> EndpointError {
    match denied {
        Denied::Refused(refusal) => record(ctx, network, app, refusal).await.into(),
        Denied::Fault(fault) => fault.into(),
    }
}

/// As [`record`], where the person is known whom it concerns.
pub(crate) async fn record_about(
    ctx: &Ctx,
    network: &Network,
    app: Option<App>,
    person_id: Option<&voltkey_store::PersonId>,
    refusal: Refusal,
) -> Refused {
    let reference = secret::reference(ctx.rng());
    let row = refusals::Refusal {
        reference: reference.clone(),
        at: ctx.now(),
        client_id: app.as_ref().map(|app| app.id.clone()),
        person_id: person_id.map(ToString::to_string),
        code: refusal.code.to_string(),
        rule: refusal.rule.to_string(),
        details: details(&refusal),
        network: network.to_string(),
    };
    let reference = match write(&ctx.store, &row).await {
        Ok(true) => reference,
        Ok(false) => String::new(),
        Err(error) => {
            tracing::warn!(rule = %refusal.rule, %error, "a refusal was not recorded");
            String::new()
        }
    };
    Refused {
        refusal,
        reference,
        app,
        retry_after: None,
    }
}

async fn write(store: &Store, row: &refusals::Refusal) -> voltkey_store::Result<bool> {
    let bucket = format!("refusals:{}", row.network);
    if !quotas::spend(store, &bucket, window_start(row.at, QUOTA_WINDOW), QUOTA).await? {
        return Ok(false);
    }
    refusals::insert(store, row).await?;
    Ok(true)
}

fn details(refusal: &Refusal) -> String {
    let mut details = Map::new();
    details.insert("description".into(), Value::from(refusal.description.clone()));
    for (name, value) in &refusal.details {
        details.insert((*name).into(), Value::from(value.clone()));
    }
    Value::Object(details).to_string()
}
