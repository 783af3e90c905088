// Command pages makes the assets that the pages embed: the Korean government design system cut down to what the
// templates use, its font and our own few lines, minified and named after their content. It is run by hand
// ("go generate ./web/asset") with npm and node at hand; what it makes is committed, and nothing is fetched when gyeol
// is built or runs.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	make := assets
	if len(os.Args) == 3 && os.Args[1] == "axe" {
		make, os.Args = axe, os.Args[1:]
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "pages: name the folder of the assets, or \"axe\" and that of the tests in a browser")
		os.Exit(2)
	}
	if err := make(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func assets(at string) error {
	return run(filepath.Join(at, "src"), filepath.Join(at, "dist"), filepath.Join(at, "..", "office", "views"))
}

// run makes dist from src anew, with the classes of the templates in views.
func run(src, dist, views string) error {
	work, err := os.MkdirTemp("", "pages")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := kit.fetch(work); err != nil {
		return err
	}
	if err := cut(work, src, views); err != nil {
		return err
	}
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	made, err := bundle(work, src, dist)
	if err != nil {
		return err
	}
	for _, f := range made {
		fmt.Printf("%8d %s\n", len(f.Contents), filepath.Base(f.Path))
	}
	return nil
}

func bundle(work, src, dist string) ([]api.OutputFile, error) {
	root, err := filepath.Abs(src)
	if err != nil {
		return nil, err
	}
	res := filepath.Join(work, kit.name, "resources")
	font := func(weight string) string {
		return filepath.Join(res, "fonts", "PretendardGOV-"+weight+".subset.woff2")
	}
	r := api.Build(api.BuildOptions{
		EntryPointsAdvanced: []api.EntryPoint{
			{InputPath: filepath.Join(root, "office.css"), OutputPath: "office"},
			{InputPath: filepath.Join(root, "office.js"), OutputPath: "office"},
			{InputPath: filepath.Join(root, "sheet.js"), OutputPath: "sheet"},
		},
		Bundle: true, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, Write: true, Outdir: dist,
		EntryNames: "[name]-[hash]", AssetNames: "[name]-[hash]", LogLevel: api.LogLevelWarning,
		Alias: map[string]string{
			"krds.css":                 filepath.Join(res, "css", "component", "used.css"),
			"pretendard-regular.woff2": font("Regular"),
			"pretendard-bold.woff2":    font("Bold"),
		},
		Loader: map[string]api.Loader{".svg": api.LoaderFile, ".png": api.LoaderFile, ".woff2": api.LoaderFile},
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "109"},
			{Name: api.EngineFirefox, Version: "115"},
			{Name: api.EngineSafari, Version: "15.4"},
		},
	})
	if len(r.Errors) > 0 {
		return nil, fmt.Errorf("bundle: %s", r.Errors[0].Text)
	}
	return r.OutputFiles, nil
}
