package main

import (
	"strings"
	"text/template/parse"
)

// onlyFails says whether nothing but a failure comes of a list.
func onlyFails(list *parse.ListNode) bool {
	fails := false

	if list == nil {
		return false
	}

	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			if strings.TrimSpace(string(n.Text)) != "" {
				return false
			}
		case *parse.CommentNode:
		case *parse.ActionNode:
			if !failing(n.Pipe) && len(n.Pipe.Decl) == 0 {
				return false
			}

			fails = fails || failing(n.Pipe)
		case *parse.IfNode:
			if !onlyFailing(&n.BranchNode) {
				return false
			}

			fails = true
		case *parse.WithNode:
			if !onlyFailing(&n.BranchNode) {
				return false
			}

			fails = true
		default:
			return false
		}
	}

	return fails
}

func onlyFailing(n *parse.BranchNode) bool {
	return onlyFails(n.List) && (n.ElseList == nil || onlyFails(n.ElseList))
}

func failing(p *parse.PipeNode) bool {
	for _, cmd := range p.Cmds {
		if word, ok := cmd.Args[0].(*parse.IdentifierNode); ok && word.Ident == "fail" {
			return true
		}
	}

	return false
}
