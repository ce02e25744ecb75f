// The driver compiles the config files of all jobs into the probe, then hands the jobs to it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

type job struct {
	line               string
	ID                 any    `json:"id"`
	Client             string `json:"client"`
	Producer, Consumer string
}

// What a config file exports for a role, whatever service it begins with.
var functions = map[string]*regexp.Regexp{
	"producer": regexp.MustCompile(`(?m)^func (\w*Producer(?:Config|Options))\(\)`),
	"consumer": regexp.MustCompile(`(?m)^func (\w*Consumer(?:Config|Options))\(\)`),
}

func main() {
	work := os.Args[1]
	jobs := readJobs()
	packages := copyConfigs(work, jobs)
	broken := map[string]string{}
	output, err := build(work, jobs, packages, broken)
	if err != nil {
		// one bad file must not take the others with it
		findBroken(work, packages, broken)
		if len(broken) > 0 {
			output, err = build(work, jobs, packages, broken)
		}
	}
	var lines []string
	for _, j := range jobs {
		if text, bad := broken[j.Producer]; bad {
			answer(j, text)
		} else if text, bad := broken[j.Consumer]; bad {
			answer(j, text)
		} else if err != nil {
			answer(j, output)
		} else {
			lines = append(lines, j.line)
		}
	}
	if len(lines) > 0 {
		run(filepath.Join(work, "run"), strings.Join(lines, "\n"))
	}
}

func readJobs() []job {
	var jobs []job
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		j := job{line: in.Text()}
		if err := json.Unmarshal(in.Bytes(), &j); err != nil {
			fmt.Fprintln(os.Stderr, "no job:", in.Text(), err)
			os.Exit(1)
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// copyConfigs gives every distinct file a package of its own, and tells which.
func copyConfigs(work string, jobs []job) map[string]string {
	packages := map[string]string{}
	for _, j := range jobs {
		for _, path := range []string{j.Producer, j.Consumer} {
			if path == "" || packages[path] != "" {
				continue
			}
			name := fmt.Sprintf("c%d", len(packages))
			packages[path] = name
			text, err := os.ReadFile(path)
			check(err)
			check(os.Mkdir(filepath.Join(work, name), 0o755))
			check(os.WriteFile(filepath.Join(work, name, "config.go"), text, 0o644))
		}
	}
	return packages
}

func build(work string, jobs []job, packages, broken map[string]string) (string, error) {
	entries, imports := map[string]bool{}, map[string]bool{}
	for _, j := range jobs {
		for role, path := range map[string]string{"producer": j.Producer, "consumer": j.Consumer} {
			if path == "" || broken[path] != "" {
				continue
			}
			text, err := os.ReadFile(path)
			check(err)
			function := functions[role].FindSubmatch(text)
			if function == nil {
				broken[path] = "no function for the settings of a " + role
				continue
			}
			imports[fmt.Sprintf("\t%s \"kskill.test/probe/%s\"\n", packages[path], packages[path])] = true
			entries[fmt.Sprintf("\tregistry[%q] = %s.%s\n", role+":"+path, packages[path], function[1])] = true
		}
	}
	text := "package main\n\nimport (\n" + sorted(imports) + ")\n\nfunc init() {\n" + sorted(entries) + "}\n"
	check(os.WriteFile(filepath.Join(work, "registry.go"), []byte(text), 0o644))
	return goBuild(work, "-o", "run", ".")
}

func findBroken(work string, packages, broken map[string]string) {
	for path, name := range packages {
		if output, err := goBuild(work, "./"+name); err != nil {
			broken[path] = strings.ReplaceAll(output, name+"/config.go", path)
		}
	}
}

func goBuild(work string, arguments ...string) (string, error) {
	command := exec.Command("go", append([]string{"build", "-trimpath"}, arguments...)...)
	command.Dir = work
	output, err := command.CombinedOutput()
	return string(output), err
}

func run(probe, jobs string) {
	command := exec.Command(probe)
	command.Stdin = strings.NewReader(jobs)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	check(command.Run())
}

func answer(j job, text string) {
	line, err := json.Marshal(map[string]any{"id": j.ID, "ok": false, "produced": 0, "consumed": 0, "warnings": []string{}, "error": "compiling the config: " + text})
	check(err)
	fmt.Println(string(line))
}

func sorted(set map[string]bool) string {
	var all []string
	for text := range set {
		all = append(all, text)
	}
	sort.Strings(all)
	return strings.Join(all, "")
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
