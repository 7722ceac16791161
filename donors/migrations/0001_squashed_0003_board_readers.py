import core.clock
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('donors', '0001_initial'), ('donors', '0002_words'), ('donors', '0003_board_readers')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('added_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='since')),
            ],
            options={
                'verbose_name': 'reader of the board report',
                'verbose_name_plural': 'readers of the board report',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateTimeField(unique=True, verbose_name='as of')),
                ('published_at', models.DateTimeField(default=core.clock.now, verbose_name='published')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'release of figures',
                'verbose_name_plural': 'releases of figures',
                'ordering': ['-as_of'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cc507d6adcf78fdd528933eb91caae6aebdb7f94', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_bb92a', table='donors_release', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='fe7a2350fead4dd47dc3253ae6b8963d129cf3f8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_5bd40', table='donors_release', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='donors.release')),
                ('table', models.CharField(max_length=32)),
                ('code', models.CharField(max_length=64)),
                ('value', models.DecimalField(decimal_places=2, max_digits=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'table', 'code'), name='one_figure_per_release_and_code')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82d6600bbb8e5440218266f5d473588ec73a9a15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_74514', table='donors_figure', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='6d26e5511eb3da5bbcb0f449b2fd062bd79002db', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_d82ac', table='donors_figure', when='BEFORE'))],
            },
        ),
    ]
