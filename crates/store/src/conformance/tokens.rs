//! Grants, codes, refresh tokens, revoked tokens and consents.

use super::databases::on_each_database;
use super::samples::*;
use crate::codes::NewCode;
use crate::grants::Grant;
use crate::refresh_tokens::NewRefreshToken;
use crate::{
    Store, codes, consents, grants, pairwise_subjects, people, refresh_tokens, revoked_tokens, sessions,
    used_jwts,
};
use std::time::Duration;

#[tokio::test]
async fn a_grant_is_kept_and_revoked() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let id = grant(1).id;
        assert_eq!(grants::find(&store, &id).await.unwrap(), Some(grant(1)));
        assert!(grants::revoke(&store, &id, after(1)).await.unwrap());
        assert!(!grants::revoke(&store, &id, after(2)).await.unwrap());
        let revoked = Grant {
            revoked_at: Some(after(1)),
            ..grant(1)
        };
        assert_eq!(grants::find(&store, &id).await.unwrap(), Some(revoked));
    })
    .await;
}

#[tokio::test]
async fn all_grants_of_a_person_are_revoked() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        in_transaction(&store, async |tx| crate::clients::insert(tx, &client(2)).await).await;
        for number in 2..=4 {
            let client_id = if number == 4 { "client-2" } else { "client-1" };
            let grant = Grant {
                client_id: client_id.to_owned(),
                ..grant(number)
            };
            grants::insert(&store, &grant).await.unwrap();
        }
        let person = person_id(1);
        assert_eq!(
            grants::revoke_all(&store, &person, "client-1", NOW)
                .await
                .unwrap(),
            3
        );
        assert_eq!(
            grants::revoke_all(&store, &person, "client-1", NOW)
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            grants::revoke_all_of_person(&store, &person, NOW).await.unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_granted_with_a_scope_is_revoked_and_nothing_of_a_like_name() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let scopes = [
            "company",
            "openid company",
            "company email",
            "company:read openid",
            "COMPANY",
            "",
        ];
        for (number, scope) in (2..).zip(scopes) {
            let grant = Grant {
                scope: scope.to_owned(),
                reach: None,
                ..grant(number)
            };
            grants::insert(&store, &grant).await.unwrap();
        }
        let by_claim = Grant {
            reach: Some("openid company".to_owned()),
            ..grant(9)
        };
        grants::insert(&store, &by_claim).await.unwrap();
        for expected in [4, 0] {
            let revoked = grants::revoke_all_with_scope(&store, &person_id(1), "company", NOW).await;
            assert_eq!(revoked.unwrap(), expected);
        }
        let other = grants::revoke_all_with_scope(&store, &person_id(2), "openid", NOW).await;
        assert_eq!(other.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_grant_outlives_its_session() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let inside = Grant {
            session_id: Some(session(1).id),
            ..grant(2)
        };
        grants::insert(&store, &inside).await.unwrap();
        assert_eq!(grants::find(&store, &inside.id).await.unwrap(), Some(inside));
        assert_eq!(sessions::prune(&store, after(7200), 10).await.unwrap(), 1);
        assert_eq!(grants::find(&store, &grant(2).id).await.unwrap(), Some(grant(2)));
    })
    .await;
}

async fn is_in_force(store: &Store, jti: &str) -> bool {
    grants::with_person(store, &grant(1).id, jti)
        .await
        .unwrap()
        .unwrap()
        .is_in_force()
}

#[tokio::test]
async fn a_token_falls_with_itself_its_grant_or_its_person() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let state = grants::with_person(&store, &grant(1).id, "jti-1")
            .await
            .unwrap()
            .unwrap();
        assert_eq!((state.grant, state.person.sub.as_str()), (grant(1), "sub-1"));

        revoked_tokens::insert(&store, "jti-1", after(60)).await.unwrap();
        assert!(!is_in_force(&store, "jti-1").await);
        assert!(is_in_force(&store, "jti-2").await);

        people::block(&store, &person_id(1), people::BlockReason::Decided, NOW)
            .await
            .unwrap();
        assert!(!is_in_force(&store, "jti-2").await);
        people::unblock(&store, &person_id(1)).await.unwrap();
        assert!(is_in_force(&store, "jti-2").await);

        grants::revoke(&store, &grant(1).id, NOW).await.unwrap();
        assert!(!is_in_force(&store, "jti-2").await);
        assert_eq!(
            grants::with_person(&store, &"unknown".into(), "jti-2")
                .await
                .unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn revoking_a_token_again_changes_nothing() {
    on_each_database(async |store| {
        assert!(!revoked_tokens::exists(&store, "jti").await.unwrap());
        revoked_tokens::insert(&store, "jti", after(60)).await.unwrap();
        revoked_tokens::insert(&store, "jti", after(90)).await.unwrap();
        assert!(revoked_tokens::exists(&store, "jti").await.unwrap());
        assert_eq!(revoked_tokens::prune(&store, after(61), 10).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_comes_with_its_grant() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let code = NewCode {
            hash: hash(1),
            grant_id: grant(1).id,
            binding: r#"{"redirect_uri":"https://rp.example/cb"}"#.to_owned(),
            created_at: NOW,
            expires_at: after(60),
        };
        codes::insert(&store, &code).await.unwrap();
        let found = codes::find(&store, &hash(1)).await.unwrap().unwrap();
        assert_eq!((found.grant, found.binding), (grant(1), code.binding));
        assert_eq!(found.person.sub, "sub-1");
        assert_eq!(
            (found.expires_at, found.used_at, found.person.blocked_at),
            (after(60), None, None)
        );

        people::block(&store, &person_id(1), people::BlockReason::Decided, after(5))
            .await
            .unwrap();
        assert!(codes::use_once(&store, &hash(1), after(2)).await.unwrap());
        assert!(!codes::use_once(&store, &hash(1), after(3)).await.unwrap());
        let found = codes::find(&store, &hash(1)).await.unwrap().unwrap();
        assert_eq!(
            (found.used_at, found.person.blocked_at),
            (Some(after(2)), Some(after(5)))
        );
        assert_eq!(codes::find(&store, &hash(2)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_code_knows_whether_its_session_was_ended() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let id = session(1).id;
        let within = Grant {
            session_id: Some(id.clone()),
            ..grant(2)
        };
        grants::insert(&store, &within).await.unwrap();
        let code = NewCode {
            hash: hash(1),
            grant_id: within.id.clone(),
            binding: "{}".to_owned(),
            created_at: NOW,
            expires_at: after(60),
        };
        codes::insert(&store, &code).await.unwrap();
        let ended_at = async || {
            codes::find(&store, &hash(1))
                .await
                .unwrap()
                .unwrap()
                .session_ended_at
        };
        assert_eq!(ended_at().await, None);
        sessions::end(&store, &id, None, after(1)).await.unwrap();
        assert_eq!(ended_at().await, Some(after(1)));
        sessions::prune(&store, after(9999), 10).await.unwrap();
        assert_eq!(ended_at().await, None);
    })
    .await;
}

#[tokio::test]
async fn a_pairwise_subject_leads_back_to_its_person() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        for _ in 0..2 {
            pairwise_subjects::note(&store, "pairwise-1", &person_id(1))
                .await
                .unwrap();
        }
        let sub = pairwise_subjects::sub_behind(&store, "pairwise-1").await;
        assert_eq!(sub.unwrap().as_deref(), Some("sub-1"));
        let nobody = pairwise_subjects::sub_behind(&store, "sub-1").await;
        assert_eq!(nobody.unwrap(), None);
    })
    .await;
}

async fn insert_token(store: &Store, number: u8, parent: Option<u8>) {
    let token = NewRefreshToken {
        hash: hash(number),
        grant_id: grant(1).id,
        parent_hash: parent.map(hash),
        created_at: NOW,
        expires_at: after(60),
    };
    refresh_tokens::insert(store, &token).await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_comes_with_its_grant() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        insert_token(&store, 1, None).await;
        insert_token(&store, 2, Some(1)).await;
        let found = refresh_tokens::find(&store, &hash(2)).await.unwrap().unwrap();
        assert_eq!((found.grant, found.parent_hash), (grant(1), Some(hash(1))));
        assert_eq!((found.used_at, found.replaced_again_at), (None, None));
        assert_eq!(
            (found.person.sub.as_str(), found.person.blocked_at),
            ("sub-1", None)
        );
        assert_eq!(refresh_tokens::find(&store, &hash(3)).await.unwrap(), None);
    })
    .await;
}

/// A lost answer: the token is presented again, and its unused successor gives way to another.
#[tokio::test]
async fn a_used_token_is_replaced_once_more() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        insert_token(&store, 1, None).await;
        let replace_again = async |now, used_after| {
            refresh_tokens::mark_replaced_again(&store, &hash(1), now, used_after)
                .await
                .unwrap()
        };
        let before = NOW - Duration::from_secs(1);
        assert!(!replace_again(NOW, before).await, "not used yet");
        assert!(refresh_tokens::use_once(&store, &hash(1), NOW).await.unwrap());
        insert_token(&store, 2, Some(1)).await;

        assert!(!replace_again(after(1), NOW).await, "used too long ago");
        assert!(replace_again(after(1), before).await);
        assert!(
            refresh_tokens::supersede_successor(&store, &hash(1), after(1))
                .await
                .unwrap()
        );
        insert_token(&store, 3, Some(1)).await;

        assert!(
            !refresh_tokens::use_once(&store, &hash(2), after(2))
                .await
                .unwrap(),
            "it counts as used"
        );
        assert!(!replace_again(after(2), before).await);
        assert!(
            refresh_tokens::use_once(&store, &hash(3), after(2))
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn a_used_successor_is_not_superseded() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        insert_token(&store, 1, None).await;
        insert_token(&store, 2, Some(1)).await;
        refresh_tokens::use_once(&store, &hash(2), NOW).await.unwrap();
        assert!(
            !refresh_tokens::supersede_successor(&store, &hash(1), after(1))
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn a_consent_is_given_replaced_and_withdrawn() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let person = person_id(1);
        assert_eq!(consents::find(&store, &person, "client-1").await.unwrap(), None);
        consents::put(&store, &person, "client-1", "openid", NOW)
            .await
            .unwrap();
        consents::put(&store, &person, "client-1", "openid email", after(1))
            .await
            .unwrap();
        let consent = consents::find(&store, &person, "client-1")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (consent.scope.as_str(), consent.granted_at),
            ("openid email", after(1))
        );
        assert!(consents::withdraw(&store, &person, "client-1").await.unwrap());
        assert!(!consents::withdraw(&store, &person, "client-1").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_jwt_counts_once_until_its_end() {
    on_each_database(async |store| {
        assert!(used_jwts::insert(&store, &hash(1), after(60)).await.unwrap());
        assert!(!used_jwts::insert(&store, &hash(1), after(90)).await.unwrap());
        assert!(used_jwts::insert(&store, &hash(2), after(90)).await.unwrap());
        assert_eq!(used_jwts::prune(&store, after(61), 10).await.unwrap(), 1);
        assert!(!used_jwts::insert(&store, &hash(2), after(90)).await.unwrap());
        assert!(used_jwts::insert(&store, &hash(1), after(60)).await.unwrap());
    })
    .await;
}
