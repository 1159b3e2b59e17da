// chart-reads prints which values the templates of a chart can read, as a trie in stable JSON.
//
// Go's own parser reads the templates, and an abstract interpreter follows the values through them: every branch is
// taken, every template is entered once for each context. Looking up a value reads nothing; using it does. What it
// cannot follow counts as read whole, so a value that is not in the trie is read by nothing. A chart whose contexts
// are too many is given up (exit 3): nothing is known of it then. output.go says what the letters mean.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: chart-reads CHART")
		os.Exit(2)
	}

	said, err := reads(os.Args[1])

	var gaveUp errGivesUp

	switch {
	case errors.As(err, &gaveUp):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}

	if _, err = os.Stdout.Write(said); err != nil {
		os.Exit(1)
	}
}

func reads(folder string) ([]byte, error) {
	c, err := load(folder)
	if err != nil {
		return nil, err
	}

	w := newWalker(c)
	if err = w.walk(c); err != nil {
		return nil, err
	}

	return write(w.root)
}
