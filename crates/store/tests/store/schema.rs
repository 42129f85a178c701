//! One schema and one set of statements for two databases.

use store::{Store, testing};

#[tokio::test]
async fn every_statement_is_understood_by_both() {
    for store in testing::stores().await {
        let prepared = testing::prepare_all(&store).await.unwrap();
        assert!(prepared > 60, "{prepared} on {:?}", *store);
    }
}

#[tokio::test]
async fn both_schemas_are_the_same() {
    let [sqlite, postgres] = testing::stores().await;
    let (columns, indexes) = testing::columns(&sqlite).await.unwrap();
    let (other_columns, other_indexes) = testing::columns(&postgres).await.unwrap();
    assert!(columns.len() > 80, "{}", columns.len());
    for (column, other) in columns.iter().zip(&other_columns) {
        assert_eq!(column, other);
    }
    assert_eq!(columns.len(), other_columns.len());
    assert_eq!(indexes, other_indexes);
}

#[tokio::test]
async fn migrations_run_once() {
    for store in testing::stores().await {
        assert!(!store.needs_migration().await.unwrap());
        store.migrate().await.unwrap();
        store.check().await.unwrap();
    }
}

#[tokio::test]
async fn a_new_database_needs_migration() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new.sqlite").display());
    let store = Store::open(&url).await.unwrap();
    assert!(store.needs_migration().await.unwrap());
    store.migrate().await.unwrap();
    assert!(!store.needs_migration().await.unwrap());
}

#[tokio::test]
async fn several_instances_may_migrate_at_once() {
    let server = testing::postgres().await;
    let url = testing::database(server.url()).await;
    let stores = [Store::open(&url).await.unwrap(), Store::open(&url).await.unwrap()];
    let (one, other) = tokio::join!(stores[0].migrate(), stores[1].migrate());
    one.unwrap();
    other.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let store = testing::sqlite().await;
    // The files beside the database appear with the first write.
    store
        .write(|conn: &mut store::Conn| Box::pin(store::instance::put_if_absent(conn, "name", b"wrapped")))
        .await
        .unwrap();
    let path = store.url().strip_prefix("sqlite:").unwrap();
    for file in [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")] {
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn other_addresses_are_refused() {
    for url in ["mysql://localhost", "", "narwhal.sqlite"] {
        assert!(Store::open(url).await.unwrap_err().to_string().contains("sqlite:"), "{url}");
    }
    assert!(Store::open("sqlite:/nowhere/at/all.sqlite").await.is_err());
}
