// Package provision asks Gusto to make a company, once, and knows what became of it.
//
// Rules:
//   - What is asked for is on the disk, and was read back, before anything is sent. It is sent once; nothing here or
//     below repeats it, whatever came back.
//   - From that moment nobody's giving up stops it. Who dies in between leaves an attempt whose outcome is unknown,
//     and what it asked for is not asked for again before a person has settled it.
//   - Who and what a company is stays sealed on this computer: here it is open only as long as it is shown or sent.
//   - It knows the open environment through a small interface of its own, and says causes in the desk's words.
package provision
