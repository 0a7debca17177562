//! Companies, memberships, people, authenticators, sessions and known browsers.

use super::databases::on_each_database;
use super::samples::*;
use crate::authenticators::{Authenticator, AuthenticatorKind};
use crate::companies::{Company, CompanyPolicy};
use crate::memberships::Role;
use crate::people::{BlockReason, Details, PasswordHash, Person};
use crate::sessions::Session;
use crate::{SessionId, authenticators, companies, known_browsers, memberships, people, sessions};

#[tokio::test]
async fn a_company_is_found_and_changed() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        assert_eq!(
            companies::by_slug(&store, "company-1").await.unwrap(),
            Some(company(1))
        );
        let changed = Company {
            name: "Sonne GmbH".to_owned(),
            second_factor: CompanyPolicy::Inherit,
            grace_until: None,
            updated_at: after(1),
            ..company(1)
        };
        assert!(companies::update(&store, &changed).await.unwrap());
        assert_eq!(
            companies::by_id(&store, &company_id(1)).await.unwrap(),
            Some(changed)
        );
        assert!(!companies::update(&store, &company(2)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn memberships_come_with_their_companies() {
    on_each_database(async |store| {
        insert_person(&store).await;
        for number in [2, 1] {
            companies::insert(&store, &company(number)).await.unwrap();
            memberships::put(&store, &person_id(1), &company_id(number), Role::Member, NOW)
                .await
                .unwrap();
        }
        for role in [Role::Admin, Role::Member] {
            memberships::give(&store, &person_id(1), &company_id(1), role, NOW)
                .await
                .unwrap();
        }

        let found = memberships::of_person(&store, &person_id(1)).await.unwrap();
        let roles: Vec<_> = found.iter().map(|m| (m.slug.as_str(), m.role)).collect();
        assert_eq!(roles, [("company-1", Role::Admin), ("company-2", Role::Member)]);
        assert_eq!(found[0].second_factor, CompanyPolicy::Required);

        assert!(
            memberships::remove(&store, &person_id(1), &company_id(1))
                .await
                .unwrap()
        );
        assert!(
            !memberships::remove(&store, &person_id(1), &company_id(1))
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn the_admins_who_can_log_in_are_told_by_name() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        let named = |number, family_name: &str| Person {
            family_name: family_name.to_owned(),
            ..person(number)
        };
        let people = [
            (named(1, "Weiss"), Role::Admin),
            (named(2, "Berger"), Role::Admin),
            (named(3, "Adler"), Role::Member),
            (
                Person {
                    blocked_at: Some(NOW),
                    ..named(4, "Block")
                },
                Role::Admin,
            ),
        ];
        for (person, role) in &people {
            people::insert(&store, person).await.unwrap();
            memberships::put(&store, &person.id, &company_id(1), *role, NOW)
                .await
                .unwrap();
        }
        let admins = memberships::admins(&store, &company_id(1)).await.unwrap();
        let names: Vec<_> = admins.iter().map(|admin| admin.family_name.as_str()).collect();
        assert_eq!(names, ["Berger", "Weiss"]);
        assert_eq!(
            (admins[0].email.as_str(), admins[0].language.as_str()),
            (people[1].0.email.as_str(), people[1].0.language.as_str())
        );
        assert!(
            memberships::admins(&store, &company_id(2))
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_admin_is_the_last_one_who_can_log_in() {
    on_each_database(async |store| {
        for number in [1, 2] {
            companies::insert(&store, &company(number)).await.unwrap();
            people::insert(&store, &person(number)).await.unwrap();
        }
        let invited = Person {
            activated_at: None,
            ..person(3)
        };
        people::insert(&store, &invited).await.unwrap();
        for (person, company, role) in [
            (1, 1, Role::Admin),
            (2, 1, Role::Admin),
            (3, 1, Role::Admin),
            (1, 2, Role::Admin),
            (2, 2, Role::Member),
        ] {
            memberships::put(&store, &person_id(person), &company_id(company), role, NOW)
                .await
                .unwrap();
        }
        let is_last = async |person, company: Option<u8>| {
            let company = company.map(company_id);
            memberships::is_last_admin(&store, &person_id(person), company.as_ref())
                .await
                .unwrap()
        };
        assert!(!is_last(1, Some(1)).await);
        assert!(is_last(1, Some(2)).await);
        assert!(is_last(1, None).await, "of one of them");
        assert!(!is_last(2, Some(2)).await, "a member is no admin");
        assert!(!is_last(3, Some(1)).await, "who can't log in is none");

        people::block(&store, &person_id(2), BlockReason::Frozen, NOW)
            .await
            .unwrap();
        assert!(is_last(1, Some(1)).await, "the other is blocked");
        assert!(!is_last(2, Some(1)).await);
        memberships::remove(&store, &person_id(1), &company_id(1))
            .await
            .unwrap();
        assert!(!is_last(2, None).await, "there is none who can log in");
    })
    .await;
}

#[tokio::test]
async fn a_person_is_found_by_each_key() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let expected = Some(person(1));
        assert_eq!(people::by_id(&store, &person_id(1)).await.unwrap(), expected);
        assert_eq!(people::by_sub(&store, "sub-1").await.unwrap(), expected);
        assert_eq!(
            people::by_email_key(&store, "person1@example.org").await.unwrap(),
            expected
        );
        assert_eq!(
            people::by_email_key(&store, "Person1@example.org").await.unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn the_login_view_tells_of_authenticator_and_browser() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let view = async |email_key| people::login_view(&store, email_key, &hash(1)).await.unwrap();
        let before = view("person1@example.org").await.unwrap();
        assert_eq!(before.person, person(1));
        assert_eq!((before.has_authenticator, before.knows_browser), (false, false));
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        known_browsers::touch(&store, &person_id(1), &hash(2), false, NOW)
            .await
            .unwrap();
        let enrolled = view("person1@example.org").await.unwrap();
        assert_eq!(
            (enrolled.has_authenticator, enrolled.knows_browser),
            (true, false),
            "another browser"
        );
        known_browsers::touch(&store, &person_id(1), &hash(1), false, NOW)
            .await
            .unwrap();
        assert!(view("person1@example.org").await.unwrap().knows_browser);
        assert_eq!(view("nobody@example.org").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_browser_tells_who_has_logged_in_with_it() {
    on_each_database(async |store| {
        for number in [1, 2, 3] {
            people::insert(&store, &person(number)).await.unwrap();
        }
        for (number, browser, seconds) in [(1, 1, 1), (2, 1, 2), (3, 2, 3), (1, 1, 4)] {
            known_browsers::touch(&store, &person_id(number), &hash(browser), false, after(seconds))
                .await
                .unwrap();
        }
        let of = async |browser, limit| {
            let known = known_browsers::of_browser(&store, &hash(browser), limit).await;
            let known = known.unwrap().into_iter();
            known.map(|known| known.email).collect::<Vec<_>>()
        };
        let (one, two) = (person(1).email, person(2).email);
        assert_eq!(of(1, 5).await, [one.as_str(), two.as_str()], "the last first");
        assert_eq!(of(1, 1).await, [one.as_str()]);
        assert_eq!(of(3, 5).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_session_gets_another_cookie_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let id = session(1).id;
        assert!(
            sessions::change_token(&store, &id, &hash(1), &hash(9))
                .await
                .unwrap()
        );
        assert!(
            !sessions::change_token(&store, &id, &hash(1), &hash(8))
                .await
                .unwrap(),
            "another tab was first"
        );
        assert!(sessions::by_token_hash(&store, &hash(9)).await.unwrap().is_some());
        sessions::end(&store, &id, None, after(1)).await.unwrap();
        assert!(
            !sessions::change_token(&store, &id, &hash(9), &hash(7))
                .await
                .unwrap(),
            "it has ended"
        );
    })
    .await;
}

#[tokio::test]
async fn each_change_of_a_person_is_kept() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let id = person_id(1);
        let details = Details {
            given_name: "Ada",
            family_name: "Sommer",
            phone: Some("+49 30 1"),
            language: "de",
        };
        assert!(
            people::set_details(&store, &id, &details, after(1))
                .await
                .unwrap()
        );
        assert!(
            people::set_email(&store, &id, "A@b.de", "a@b.de", false, after(2))
                .await
                .unwrap()
        );
        assert!(
            !people::verify_email(&store, &id, "old@b.de", after(2))
                .await
                .unwrap()
        );
        assert!(
            people::verify_email(&store, &id, "a@b.de", after(2))
                .await
                .unwrap()
        );
        assert!(
            !people::verify_email(&store, &id, "a@b.de", after(3))
                .await
                .unwrap()
        );
        assert!(people::set_roles(&store, &id, false, false).await.unwrap());
        for (is_support, is_operator) in [(true, false), (false, false)] {
            assert!(
                people::give_roles(&store, &id, is_support, is_operator)
                    .await
                    .unwrap(),
                "beside the others"
            );
        }
        assert!(people::set_second_factor_wanted(&store, &id, true).await.unwrap());
        assert!(people::set_must_enroll(&store, &id, false).await.unwrap());
        assert!(people::note_login(&store, &id, after(3), after(3)).await.unwrap());
        let expected = Person {
            email: "A@b.de".to_owned(),
            email_key: "a@b.de".to_owned(),
            email_verified: true,
            given_name: "Ada".to_owned(),
            family_name: "Sommer".to_owned(),
            phone: Some("+49 30 1".to_owned()),
            language: "de".to_owned(),
            is_support: true,
            is_operator: false,
            second_factor_wanted: true,
            must_enroll: false,
            last_login_at: Some(after(3)),
            updated_at: after(2),
            ..person(1)
        };
        assert_eq!(people::by_id(&store, &id).await.unwrap(), Some(expected));
    })
    .await;
}

#[tokio::test]
async fn changing_nobody_is_told() {
    on_each_database(async |store| {
        let nobody = person_id(9);
        assert!(!people::set_must_enroll(&store, &nobody, true).await.unwrap());
        assert!(
            !people::block(&store, &nobody, BlockReason::Decided, NOW)
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn an_account_is_blocked_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let id = person_id(1);
        assert!(
            people::block(&store, &id, BlockReason::Frozen, after(3))
                .await
                .unwrap()
        );
        assert_eq!(
            people::block_reason(&store, &id).await.unwrap(),
            Some(BlockReason::Frozen)
        );
        assert!(
            !people::block(&store, &id, BlockReason::Decided, after(4))
                .await
                .unwrap()
        );
        let found = people::by_id(&store, &id).await.unwrap().unwrap();
        assert_eq!(found.blocked_at, Some(after(3)));
        assert!(people::unblock(&store, &id).await.unwrap());
        assert!(!people::unblock(&store, &id).await.unwrap());
        assert_eq!(people::block_reason(&store, &id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_rehash_gives_way_to_a_new_password() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let [old, rehashed, new] = ["$argon2id$old", "$argon2id$rehashed", "$argon2id$new"]
            .map(|phc| PasswordHash::from(phc.to_owned()));
        let id = person_id(1);
        assert!(people::set_password(&store, &id, &new, after(1)).await.unwrap());
        assert!(
            !people::set_password_hash_if(&store, &id, &old, &rehashed)
                .await
                .unwrap()
        );
        assert!(
            people::set_password_hash_if(&store, &id, &new, &rehashed)
                .await
                .unwrap()
        );
        let found = people::by_id(&store, &id).await.unwrap().unwrap();
        assert_eq!(found.password_hash, Some(rehashed));
        assert_eq!(found.password_changed_at, Some(after(1)), "a rehash is no change");
        assert!(!format!("{found:?}").contains("argon2"), "the hash is not shown");
    })
    .await;
}

fn authenticator(number: u8) -> Authenticator {
    Authenticator {
        id: format!("authenticator-{number}"),
        person_id: person_id(1),
        kind: AuthenticatorKind::Totp,
        name: "phone".to_owned(),
        secret: vec![0, 255],
        last_step: 0,
        drift: 0,
        created_at: NOW,
        last_used_at: None,
    }
}

#[tokio::test]
async fn a_step_is_never_gone_back() {
    on_each_database(async |store| {
        insert_person(&store).await;
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        assert_eq!(
            authenticators::of_person(&store, &person_id(1)).await.unwrap(),
            [authenticator(1)]
        );
        let use_step = async |step| {
            authenticators::use_step(&store, "authenticator-1", step, -1, after(1))
                .await
                .unwrap()
        };
        assert!(use_step(10).await);
        assert!(!use_step(10).await);
        assert!(!use_step(9).await);
        assert!(use_step(11).await);
        let used = Authenticator {
            last_step: 11,
            drift: -1,
            last_used_at: Some(after(1)),
            ..authenticator(1)
        };
        assert_eq!(
            authenticators::of_person(&store, &person_id(1)).await.unwrap(),
            [used]
        );
        let delete = async |number, id: &str| {
            authenticators::delete(&store, &person_id(number), id)
                .await
                .unwrap()
        };
        assert!(!delete(2, "authenticator-1").await, "somebody else's");
        assert!(delete(1, "authenticator-1").await);
        assert!(!delete(1, "authenticator-1").await);
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        authenticators::insert(&store, &authenticator(2)).await.unwrap();
        assert_eq!(
            authenticators::delete_of_person(&store, &person_id(1))
                .await
                .unwrap(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn a_far_step_is_spent_alone() {
    on_each_database(async |store| {
        insert_person(&store).await;
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        for _ in 0..2 {
            authenticators::spend_far_step(&store, "authenticator-1", 50)
                .await
                .unwrap();
        }
        let use_step = async |step| {
            authenticators::use_step(&store, "authenticator-1", step, 0, NOW)
                .await
                .unwrap()
        };
        assert!(use_step(49).await, "the steps before it are free");
        assert!(!use_step(50).await);
        assert!(use_step(51).await);
        assert_eq!(authenticators::prune_far_steps(&store, 50, 10).await.unwrap(), 0);
        assert_eq!(authenticators::prune_far_steps(&store, 51, 10).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_comes_with_its_person_until_it_is_ended() {
    on_each_database(async |store| {
        insert_person(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let found = sessions::by_token_hash(&store, &hash(1)).await.unwrap().unwrap();
        assert_eq!(found.session, session(1));
        assert_eq!(
            (found.person.sub.as_str(), found.person.is_operator),
            ("sub-1", true)
        );

        let id = &session(1).id;
        sessions::touch(&store, id, after(20)).await.unwrap();
        sessions::touch(&store, id, after(10)).await.unwrap();
        assert!(sessions::end(&store, id, None, after(30)).await.unwrap());
        assert!(!sessions::end(&store, id, None, after(40)).await.unwrap());
        assert_eq!(sessions::by_token_hash(&store, &hash(1)).await.unwrap(), None);
        let ended = sessions::by_id(&store, id).await.unwrap().unwrap();
        assert_eq!((ended.last_seen_at, ended.ended_at), (after(20), Some(after(30))));
    })
    .await;
}

#[tokio::test]
async fn a_session_is_held_as_long_as_it_lives() {
    on_each_database(async |store| {
        insert_person(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let id = &session(1).id;
        let holds = async |at| in_transaction(&store, async |tx| sessions::hold(tx, id, at).await).await;
        assert!(holds(after(3599)).await);
        assert!(!holds(after(3600)).await, "it has expired");
        let holds_expired =
            async || in_transaction(&store, async |tx| sessions::hold_unless_ended(tx, id).await).await;
        assert!(holds_expired().await);
        assert_eq!(sessions::by_id(&store, id).await.unwrap(), Some(session(1)));
        sessions::end(&store, id, None, after(30)).await.unwrap();
        assert!(!holds(after(31)).await);
        assert!(!holds_expired().await);
        let ended = sessions::by_id(&store, id).await.unwrap().unwrap();
        assert_eq!(ended.ended_at, Some(after(30)));
    })
    .await;
}

#[tokio::test]
async fn a_session_is_rekeyed_for_its_own_person_only() {
    on_each_database(async |store| {
        insert_person(&store).await;
        people::insert(&store, &person(2)).await.unwrap();
        sessions::insert(&store, &session(1)).await.unwrap();
        let id = &session(1).id;
        let anew = Session {
            amr: r#"["pwd","otp","mfa"]"#.to_owned(),
            auth_time: after(10),
            second_factor_at: Some(after(10)),
            last_seen_at: after(10),
            expires_at: after(7200),
            ..session(2)
        };
        let stranger = Session {
            person_id: person_id(2),
            ..anew.clone()
        };
        assert!(!sessions::rekey(&store, id, &stranger).await.unwrap());
        assert!(sessions::rekey(&store, id, &anew).await.unwrap());
        assert_eq!(
            sessions::by_token_hash(&store, &hash(1)).await.unwrap(),
            None,
            "the old cookie is dead"
        );
        let found = sessions::by_token_hash(&store, &hash(2)).await.unwrap().unwrap();
        assert_eq!(
            found.session,
            Session {
                id: id.clone(),
                sid: session(1).sid,
                ..anew.clone()
            }
        );

        sessions::end(&store, id, None, after(20)).await.unwrap();
        assert!(!sessions::rekey(&store, id, &anew).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn all_sessions_of_a_person_end_save_one() {
    on_each_database(async |store| {
        insert_person(&store).await;
        people::insert(&store, &person(2)).await.unwrap();
        for number in 1..=3 {
            sessions::insert(&store, &session(number)).await.unwrap();
        }
        let stranger = Session {
            person_id: person_id(2),
            ..session(4)
        };
        sessions::insert(&store, &stranger).await.unwrap();

        let kept = SessionId::from("session-2");
        let mut ended = sessions::end_all_of_person(&store, &person_id(1), Some(&kept), NOW)
            .await
            .unwrap();
        ended.sort_by(|a, b| a.id.cmp(&b.id));
        let ended: Vec<_> = ended.iter().map(|ended| ended.id.as_str()).collect();
        assert_eq!(ended, ["session-1", "session-3"]);
        assert!(sessions::by_token_hash(&store, &hash(2)).await.unwrap().is_some());
        assert_eq!(
            sessions::end_all_of_person(&store, &person_id(1), None, NOW)
                .await
                .unwrap()
                .len(),
            1
        );
        assert!(sessions::by_token_hash(&store, &hash(4)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_browser_becomes_known() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let id = person_id(1);
        assert!(!known_browsers::is_known(&store, &hash(1)).await.unwrap());
        assert!(
            known_browsers::touch(&store, &id, &hash(1), false, NOW)
                .await
                .unwrap()
        );
        assert!(
            !known_browsers::touch(&store, &id, &hash(1), false, after(1))
                .await
                .unwrap()
        );
        assert!(known_browsers::is_known(&store, &hash(1)).await.unwrap());
        assert!(!known_browsers::is_known(&store, &hash(2)).await.unwrap());
        let two_factors = async || {
            known_browsers::has_shown_two_factors(&store, &id, &hash(1))
                .await
                .unwrap()
        };
        assert!(!two_factors().await);
        known_browsers::touch(&store, &id, &hash(1), true, after(2))
            .await
            .unwrap();
        known_browsers::touch(&store, &id, &hash(1), false, after(3))
            .await
            .unwrap();
        assert!(two_factors().await, "it is remembered");
    })
    .await;
}
