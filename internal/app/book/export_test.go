package book

// Reread is what is done with households that another process has changed.
var Reread = reread
