// Package storage keeps links, grants, sealed secrets, profiles, settings and
// their history in one embedded database, under one data key that lives in the
// computer's own key store.
//
// The rules:
//
//   - The database sees sealed bytes only. Sealing and opening is done with
//     [Keys]; a store never holds them.
//   - A grant is one consent, with one single-use token pair, its generation
//     and its lease. A link is one company and names the grant that reaches it.
//     One company is linked once per environment, whatever grant reaches it.
//   - A pair is replaced by generation: a commit is taken for as long as the
//     generation is the one that was exchanged, whoever holds the lease by
//     then, because a late answer is the only living pair.
//   - Nothing here is tied to a database connection: the lock between processes
//     is a row (the lease), so that the same protocol runs on a shared database.
//   - Only the key store's own "not found" means that a key is absent. Any
//     other answer is an error and never leads to a new key.
//   - A keeper's entry is never overwritten, and a key from elsewhere (a recovery
//     file) is proved on the store before anything is written.
//   - Every change is one transaction that is on the disk when the call
//     returns, and writes its own line of history.
//   - Nothing is deleted because it could not be opened.
//
// Every call may block: on the disk, on another process that is writing (up to
// fifteen seconds), or on the key store (until the caller's context ends). None of
// them belongs on a goroutine that draws.
package storage
