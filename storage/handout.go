package storage

import "context"

// ActHandedOut records that access to a company was handed to other software of the firm.
const ActHandedOut Action = "handed-out"

// Witness writes down what happened to a link without changing it.
type Witness interface {
	// HandedOut writes a line of history that access was handed out. ErrNotFound
	// when the link is gone.
	HandedOut(ctx context.Context, linkID string) error
}

var _ Witness = (*Local)(nil)

// HandedOut belongs to [Witness].
func (l *Local) HandedOut(ctx context.Context, linkID string) error {
	return l.write(ctx, "record that access was handed out", func(c *change) error {
		k, err := c.link(ctx, linkID)
		if err != nil {
			return err
		}
		return c.note(ctx, k.ID, ActHandedOut, k.Name, 0)
	})
}
