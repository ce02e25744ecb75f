// Prints the options of a Kafka client written in Go as JSON, read out of the source of its module.
//
//	catalog FOLDER (franz-go | sarama)
//
// franz-go's options are the functions of kgo/config.go that return one, Sarama's the fields of its Config by their
// path. The source is parsed, not compiled; defaults are expressions of constants or left out.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"time"
)

type row map[string]any

func main() {
	if len(os.Args) != 3 {
		fail("usage: catalog FOLDER (franz-go | sarama)")
	}
	folder, keys := os.Args[1], map[string]row{}
	switch os.Args[2] {
	case "franz-go":
		options(parse(filepath.Join(folder, "pkg/kgo/config.go")), keys)
	case "sarama":
		fields(parse(filepath.Join(folder, "config.go")), keys)
	}
	if len(keys) == 0 {
		fail("there are no options in " + folder)
	}
	json.NewEncoder(os.Stdout).Encode(row{"families": row{os.Args[2]: keys}})
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}

func parse(path string) *ast.File {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		fail(err.Error())
	}
	return file
}

// options reads the functions that return an option.
func options(file *ast.File, keys map[string]row) {
	roles := map[string]string{"Opt": "", "ProducerOpt": "producer", "ConsumerOpt": "consumer", "GroupOpt": "consumer"}
	said := map[string]ast.Expr{}
	functions := []*ast.FuncDecl{}
	for _, declared := range file.Decls {
		function, is := declared.(*ast.FuncDecl)
		if !is || function.Recv != nil {
			continue
		}
		functions = append(functions, function)
		if function.Name.Name == "defaultCfg" {
			ast.Inspect(function, func(node ast.Node) bool {
				if pair, is := node.(*ast.KeyValueExpr); is {
					if name, is := pair.Key.(*ast.Ident); is && said[name.Name] == nil {
						said[name.Name] = pair.Value
					}
				}
				return true
			})
		}
	}
	for _, function := range functions {
		role, is := roles[result(function)]
		if !is || !function.Name.IsExported() {
			continue
		}
		key := row{"type": "any"}
		if role != "" {
			key["role"] = role
		}
		parameters := function.Type.Params.List
		if len(parameters) == 0 {
			key["type"] = "boolean"
		} else if len(parameters) == 1 && len(parameters[0].Names) == 1 {
			key["type"] = kind(parameters[0].Type)
			if value, known := said[assigned(function)]; known {
				preset(key, value)
			}
		}
		if strings.Contains(function.Doc.Text(), "Deprecated:") {
			key["deprecated"] = true
		}
		keys[function.Name.Name] = key
	}
}

func result(function *ast.FuncDecl) string {
	if function.Type.Results == nil || len(function.Type.Results.List) != 1 {
		return ""
	}
	name, _ := function.Type.Results.List[0].Type.(*ast.Ident)
	if name == nil {
		return ""
	}
	return name.Name
}

// assigned is the field that an option sets to its one argument.
func assigned(function *ast.FuncDecl) string {
	field := ""
	ast.Inspect(function.Body, func(node ast.Node) bool {
		if assignment, is := node.(*ast.AssignStmt); is && len(assignment.Lhs) == 1 {
			if selector, is := assignment.Lhs[0].(*ast.SelectorExpr); is && field == "" {
				field = selector.Sel.Name
			}
		}
		return true
	})
	return field
}

// fields reads the fields of Config and what NewConfig sets them to.
func fields(file *ast.File, keys map[string]row) {
	ast.Inspect(file, func(node ast.Node) bool {
		if declared, is := node.(*ast.TypeSpec); is && declared.Name.Name == "Config" {
			structure(declared.Type.(*ast.StructType), "", keys)
		}
		if function, is := node.(*ast.FuncDecl); is && function.Name.Name == "NewConfig" {
			for _, statement := range function.Body.List {
				assignment, is := statement.(*ast.AssignStmt)
				if !is || len(assignment.Lhs) != 1 {
					continue
				}
				if key := keys[path(assignment.Lhs[0])]; key != nil {
					preset(key, assignment.Rhs[0])
				}
			}
		}
		return true
	})
}

// structure reads the fields of a struct, and of those within it.
func structure(of *ast.StructType, before string, keys map[string]row) {
	for _, field := range of.Fields.List {
		for _, name := range field.Names {
			if !name.IsExported() {
				continue
			}
			if inner, is := field.Type.(*ast.StructType); is {
				structure(inner, before+name.Name+".", keys)
				continue
			}
			key := row{"type": kind(field.Type)}
			switch strings.Split(before, ".")[0] {
			case "Producer":
				key["role"] = "producer"
			case "Consumer":
				key["role"] = "consumer"
			}
			if strings.Contains(field.Doc.Text(), "Deprecated:") {
				key["deprecated"] = true
			}
			keys[before+name.Name] = key
		}
	}
}

// path is `Net.MaxOpenRequests` of `c.Net.MaxOpenRequests`.
func path(expression ast.Expr) string {
	selector, is := expression.(*ast.SelectorExpr)
	if !is {
		return ""
	}
	if before := path(selector.X); before != "" {
		return before + "." + selector.Sel.Name
	}
	return selector.Sel.Name
}

// kind is the type as the catalogue has it.
func kind(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.Ident:
		switch of.Name {
		case "bool":
			return "boolean"
		case "string":
			return "string"
		case "int", "int32":
			return "int"
		case "int64":
			return "long"
		case "float64":
			return "double"
		}
	case *ast.SelectorExpr:
		if of.Sel.Name == "Duration" {
			return "duration"
		}
	case *ast.FuncType:
		return "callback"
	}
	return "any"
}

// preset notes the default, where it is an expression of constants and of the key's type.
func preset(key row, value ast.Expr) {
	switch key["type"] {
	case "boolean":
		if name, is := value.(*ast.Ident); is && (name.Name == "true" || name.Name == "false") {
			key["default"] = name.Name
		}
	case "string":
		if literal, is := value.(*ast.BasicLit); is && literal.Kind == token.STRING {
			key["default"] = constant.StringVal(constant.MakeFromLiteral(literal.Value, literal.Kind, 0))
		}
	case "int", "long", "duration":
		number := evaluate(value)
		if number == nil {
			return
		}
		whole, exact := constant.Int64Val(constant.ToInt(number))
		if !exact || whole < -1 {
			return
		}
		key["default"] = fmt.Sprint(whole)
		if key["type"] == "duration" {
			key["default"] = fmt.Sprintf("%dms", time.Duration(whole).Milliseconds())
		}
	}
}

var named = map[string]int64{
	"Nanosecond": int64(time.Nanosecond), "Microsecond": int64(time.Microsecond), "Millisecond": int64(time.Millisecond),
	"Second": int64(time.Second), "Minute": int64(time.Minute), "Hour": int64(time.Hour),
}

// evaluate computes an expression of numbers and durations; nil for any other.
func evaluate(expression ast.Expr) constant.Value {
	switch of := expression.(type) {
	case *ast.BasicLit:
		if of.Kind == token.INT {
			return constant.MakeFromLiteral(of.Value, of.Kind, 0)
		}
	case *ast.SelectorExpr:
		if number, is := named[of.Sel.Name]; is {
			return constant.MakeInt64(number)
		}
	case *ast.UnaryExpr:
		if inner := evaluate(of.X); inner != nil {
			return constant.UnaryOp(of.Op, inner, 0)
		}
	case *ast.ParenExpr:
		return evaluate(of.X)
	case *ast.BinaryExpr:
		left, right := evaluate(of.X), evaluate(of.Y)
		if left == nil || right == nil {
			return nil
		}
		if of.Op == token.SHL {
			by, _ := constant.Uint64Val(right)
			return constant.Shift(left, of.Op, uint(by))
		}
		return constant.BinaryOp(left, of.Op, right)
	}
	return nil
}
