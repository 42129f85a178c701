//! Many people at the same time: submissions that are written together, and claims between them.

use crate::common::{Instance, RECIPIENT_PASSWORD, new_credential};
use domain::{KeyId, SealedSubmission};
use engine::{Engine, EngineError, Session};
use futures::future::join_all;

const BEA: &str = "+12114367789";

async fn submit(engine: &Engine, sender: &Session, submission: SealedSubmission) -> Result<bool, String> {
    match engine.submit(sender, submission).await {
        Ok(accepted) => Ok(accepted.fresh),
        Err(EngineError::KeysChanged) => Err("keys changed".into()),
        Err(EngineError::Conflict) => Err("conflict".into()),
        Err(error) => Err(error.to_string()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_one_submission_harms_no_other() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let mut all = Vec::new();
        for number in 0..40_u64 {
            let to = format!("+1211436{:04}", 1_000 + number % 30);
            all.push(instance.seal(&sender, &[BEA, &to], "to two", 100 + number).await);
        }
        // One sealed to a key that is nobody's, one handed in three times, one whose id another one has taken.
        all[7].recipients[1].key_id = KeyId::from_bytes([9; 16]);
        all.extend([all[8].clone(), all[8].clone()]);
        let other = SealedSubmission { lifetime_seconds: 7_200, ..all[9].clone() };
        let first = submit(&instance.engine, &sender, all[9].clone()).await;
        assert_eq!(first, Ok(true));
        all[9] = other;
        let expected = |place: usize| match place {
            7 => Err("keys changed".to_owned()),
            9 => Err("conflict".to_owned()),
            _ => Ok(true),
        };

        let outcomes = join_all(all.iter().cloned().map(|one| submit(&instance.engine, &sender, one))).await;
        for (place, outcome) in outcomes.iter().enumerate().take(40).filter(|(place, _)| *place != 8) {
            assert_eq!(*outcome, expected(place), "submission {place}");
        }
        let mut repeated = [&outcomes[8], &outcomes[40], &outcomes[41]].map(|one| one.clone().unwrap());
        repeated.sort_unstable();
        assert_eq!(repeated, [false, false, true]);
        instance.link(BEA).await;
        // Two texts for each of 38 submissions and of the one before them.
        assert_eq!(instance.engine.simulator_texts(None).await.unwrap().len(), 2 * 39);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_claimed_while_it_is_written_to_can_read_everything() {
    let (credential, private) = new_credential(RECIPIENT_PASSWORD);
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        for round in 0..25_u64 {
            let to = format!("+1211436{:04}", 2_000 + round);
            let first = instance.seal(&sender, &[&to], "the first", 500 + round).await;
            assert_eq!(submit(&instance.engine, &sender, first).await, Ok(true));
            let link = instance.link(&to).await;
            let mut late = Vec::new();
            for number in 0..4 {
                late.push(
                    instance.seal(&sender, &[&to], "while claiming", 1_000 + 10 * round + number).await,
                );
            }
            let writes = join_all(late.into_iter().map(|one| submit(&instance.engine, &sender, one)));
            let claim = instance.engine.claim(&link, credential.clone(), None, "a test");
            let (claimed, written) = tokio::join!(claim, writes);
            assert!(written.iter().all(|one| *one == Ok(true)), "{written:?}");
            let (_, session) = instance.attach(claimed.unwrap(), &private).await;
            assert_eq!(instance.engine.inbox(&session, 9, None).await.unwrap().len(), 5);
        }
    }
}
