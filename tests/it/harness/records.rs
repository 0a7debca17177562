//! What stands in the database, for what no page or endpoint tells.

use super::seed::email_of;
use super::world::World;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use std::sync::Arc;
use tokio::sync::OnceCell;
use voltkey_protocol::error::Rule;
use voltkey_protocol::time::Timestamp;
use voltkey_store::people::{self, BlockReason, Person};
use voltkey_store::refusals::{self, Refusal};
use voltkey_store::{DatabaseOptions, Store, quotas};

/// The database of a world, opened when somebody looks at the rows.
#[derive(Clone)]
pub(super) struct Records {
    url: String,
    store: Arc<OnceCell<Store>>,
}

impl Records {
    pub(super) fn of(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            store: Arc::default(),
        }
    }

    async fn store(&self) -> &Store {
        let open = async || {
            Store::open(&DatabaseOptions::new(&self.url))
                .await
                .expect("a database")
        };
        self.store.get_or_init(open).await
    }

    /// The record of a refusal.
    ///
    /// # Panics
    /// When there is none of that number.
    pub(super) async fn refusal(&self, reference: &str) -> Refusal {
        let found = refusals::find(self.store().await, reference)
            .await
            .expect("a read");
        found.unwrap_or_else(|| panic!("no refusal is on record as {reference}"))
    }
}

impl World {
    /// The database itself, for what no page does yet.
    pub async fn store(&self) -> &Store {
        self.records.store().await
    }

    /// Somebody's row.
    pub async fn person(&self, name: &str) -> Person {
        people::by_email_key(self.store().await, email_of(name))
            .await
            .expect("a read")
            .expect("a person")
    }

    /// Blocks somebody.
    pub async fn block(&self, name: &str) {
        let person = self.person(name).await;
        assert!(
            people::block(self.store().await, &person.id, BlockReason::Decided, self.now())
                .await
                .expect("a write")
        );
    }

    /// The record of a refusal.
    ///
    /// # Panics
    /// When there is none of that number.
    pub async fn refusal(&self, reference: &str) -> Refusal {
        self.records.refusal(reference).await
    }

    /// Which rule refused, as the record says.
    pub async fn rule(&self, reference: &str) -> Rule {
        self.refusal(reference).await.rule.parse().expect("a rule")
    }

    /// Which rules have refused anything, for what is put on record without a word on the page.
    pub async fn rules_on_record(&self) -> Vec<Rule> {
        const RULES: &str = "SELECT rule FROM refusals ORDER BY at, rule";
        let url = &self.database.url;
        let rules: Vec<String> = if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.expect("a database");
            sqlx::query_scalar(RULES).fetch_all(&mut connection).await
        } else {
            let mut connection = PgConnection::connect(url).await.expect("a database");
            sqlx::query_scalar(RULES).fetch_all(&mut connection).await
        }
        .expect("a read");
        rules.iter().map(|rule| rule.parse().expect("a rule")).collect()
    }

    /// Makes it as if a network had begun so many logins in these ten minutes.
    pub async fn use_up_requests(&self, network: &str, count: usize) {
        let window = Timestamp::from_seconds(self.now().as_seconds() / 600 * 600);
        let mut tx = self.store().await.begin().await.expect("a transaction");
        for _ in 0..count {
            let spent = quotas::spend(&mut tx, &format!("pending:{network}"), window, i64::MAX).await;
            assert!(spent.expect("a write"));
        }
        tx.commit().await.expect("a commit");
    }
}
