package storage

import "context"

// OpenMemoryNamed opens a store in memory that several handles can share.
func OpenMemoryNamed(ctx context.Context, name string, opts Options) (*Local, error) {
	return open(ctx, name, true, opts)
}
