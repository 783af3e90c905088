// Package deploy holds the tests of docker-compose.yml and the Dockerfile, the
// shape of many processes beside an outside PostgreSQL and Temporal.
//
// There is no container engine where this project is built, so the containers
// are never started by a test. What is proven is that the file is a valid
// compose file, that every image has its version, that everything that stays up
// says whether it is well, and that Temporal cannot be reached from outside. The
// processes themselves, apart from each other, are proven by the tests that run
// serve and worker as programs.
package deploy
