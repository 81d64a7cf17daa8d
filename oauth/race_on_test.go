//go:build race

package oauth_test

// underRace says that everything is several times slower. What is only repeated then with other numbers is left
// to the ordinary run.
const underRace = true
