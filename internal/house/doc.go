// Package house holds the rules by which the rooms of the program are built, each with its test: what runs inside a
// transaction, how big a type and a package grow, which package names which table, who opens transactions.
package house
